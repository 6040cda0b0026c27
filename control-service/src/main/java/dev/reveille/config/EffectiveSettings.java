package dev.reveille.config;

import dev.reveille.api.SettingWire;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every setting as it holds, and where it comes from; without secrets. */
final class EffectiveSettings {
  private EffectiveSettings() {}

  static List<SettingWire> from(SettingReader reader) {
    return Arrays.stream(Setting.values()).map(setting -> wire(setting, reader)).toList();
  }

  private static SettingWire wire(Setting setting, SettingReader reader) {
    Optional<String> given = reader.given(setting);
    Optional<String> file = reader.file(setting);
    Optional<String> value = given.or(setting::fallback);
    String source = given.isEmpty() ? "default" : file.isPresent() ? "file" : "environment";
    return new SettingWire(
        setting.name(),
        setting.group().title(),
        value.filter(_ -> !setting.isSecret()).map(EffectiveSettings::withoutPassword).orElse(null),
        source,
        file.orElse(null),
        setting.isSecret(),
        value.isPresent());
  }

  /** {@code https://user:***@host} */
  private static String withoutPassword(String value) {
    return value.replaceAll("(://[^/?#@:]*:)[^/?#@]*@", "$1***@");
  }
}
