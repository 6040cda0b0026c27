package dev.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.api.SettingWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveSettingsTest {
  @TempDir private Path folder;

  @Test
  void saysWhereEachComesFrom() throws IOException {
    Path patience = Files.writeString(folder.resolve("patience"), "2s\n");
    Map<String, String> environment =
        Map.of("WAKE_TIMEOUT", "5m", "WAKE_PATIENCE_FILE", patience.toString());

    assertThat(find("WAKE_TIMEOUT", environment))
        .isEqualTo(
            new SettingWire("WAKE_TIMEOUT", "Waking", "5m", "environment", null, false, true));
    assertThat(find("WAKE_PATIENCE", environment))
        .isEqualTo(
            new SettingWire(
                "WAKE_PATIENCE", "Waking", "2s", "file", patience.toString(), false, true));
    assertThat(find("PROJECT_AUTOSTART", environment))
        .isEqualTo(
            new SettingWire("PROJECT_AUTOSTART", "Waking", "on", "default", null, false, true));
    assertThat(find("PAGES_DIR", environment))
        .isEqualTo(new SettingWire("PAGES_DIR", "Gateway", null, "default", null, false, false));
  }

  @Test
  void neverTellsASecret() {
    Map<String, String> environment =
        Map.of(
            "ADMIN_TOKEN", "a-secret-of-an-administrator",
            "ACME_DIRECTORY", "https://me:a-secret-password@ca.example/directory");

    assertThat(Config.fromEnvironment(environment).effective())
        .extracting(SettingWire::toString)
        .noneMatch(text -> text.contains("a-secret"));
    assertThat(find("ADMIN_TOKEN", environment).set()).isTrue();
    assertThat(find("ACME_DIRECTORY", environment).value())
        .isEqualTo("https://me:***@ca.example/directory");
  }

  @Test
  void hasEverySettingOnce() {
    assertThat(Config.fromEnvironment(Map.of()).effective())
        .extracting(SettingWire::name)
        .containsExactly(Arrays.stream(Setting.values()).map(Setting::name).toArray(String[]::new));
  }

  private static SettingWire find(String name, Map<String, String> environment) {
    return Config.fromEnvironment(environment).effective().stream()
        .filter(setting -> setting.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
