package dev.reveille.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads settings one after the other and remembers every mistake. */
final class SettingReader {
  private final Map<String, String> environment;
  private final Map<Setting, String> texts = new EnumMap<>(Setting.class);
  private final Map<Setting, String> mistakes = new EnumMap<>(Setting.class);

  /** Reads each file that holds a value, once: it may be a pipe. */
  SettingReader(Map<String, String> environment) {
    this.environment = environment;
    for (Setting setting : Setting.values()) {
      find(setting).ifPresent(text -> texts.put(setting, text));
    }
  }

  /** The value, or the default where it is not set or wrong; for settings that have a default. */
  <T> T value(Setting setting, Syntax<T> syntax) {
    return optional(setting, syntax)
        .orElseGet(() -> syntax.reader().apply(setting.fallback().orElseThrow()));
  }

  /** The value; empty where it is not set or wrong. */
  <T> Optional<T> optional(Setting setting, Syntax<T> syntax) {
    if (!setting.syntax().equals(syntax)) {
      throw new IllegalArgumentException("%s is not written like that".formatted(setting));
    }
    return given(setting).flatMap(text -> read(setting, syntax, text));
  }

  /** A list, in which the entry {@code default} stands for what the default has. */
  List<String> list(Setting setting) {
    return list(setting, Syntax.LIST);
  }

  /** The same, of a list whose entries are not free. */
  List<String> list(Setting setting, Syntax<List<String>> syntax) {
    List<String> standard = Syntax.entries(setting.fallback().orElse("none"));
    return optional(setting, syntax).orElse(standard).stream()
        .flatMap(entry -> entry.equals("default") ? standard.stream() : Stream.of(entry))
        .distinct()
        .toList();
  }

  /** Only looks for mistakes: the gateway is the one that needs the value. */
  void check(Setting setting) {
    given(setting).ifPresent(text -> read(setting, setting.syntax(), text));
  }

  /** Whether somebody gave it a value, also one that can't be used. */
  boolean isSet(Setting setting) {
    return texts.containsKey(setting) || isInFile(setting);
  }

  /** As somebody wrote it; empty where nobody did. */
  Optional<String> given(Setting setting) {
    return Optional.ofNullable(texts.get(setting));
  }

  /** The file that the value is in, where it is in one. */
  Optional<String> file(Setting setting) {
    return variable(setting.fileVariable());
  }

  /** Everything, our settings or not. */
  Map<String, String> environment() {
    return environment;
  }

  /** Adds a mistake that shows only when settings are seen together. */
  void mistake(Setting setting, String text) {
    mistakes.putIfAbsent(setting, "%s %s".formatted(setting, text));
  }

  /** Whether one of two settings is there without the other; then that is a mistake. */
  void checkTogether(Setting one, Setting other) {
    checkNeeds(one, other);
    checkNeeds(other, one);
  }

  /** A setting that means nothing without the other. */
  void checkNeeds(Setting setting, Setting other) {
    if (isSet(setting) && !isSet(other)) {
      mistake(setting, "needs " + other);
    }
  }

  /** One line for each wrong setting, in the order of the reference page. */
  List<String> mistakes() {
    return List.copyOf(mistakes.values());
  }

  private Optional<String> find(Setting setting) {
    Optional<String> text = variable(setting.name());
    if (!isInFile(setting)) {
      return text;
    }
    if (!setting.canBeInFile()) {
      mistake(
          setting,
          "can't be in a file, as the gateway reads it too; set it instead of "
              + setting.fileVariable());
      return text;
    }
    if (text.isPresent()) {
      mistake(setting, "and %s are both set; keep one of them".formatted(setting.fileVariable()));
      return text;
    }
    return content(setting, variable(setting.fileVariable()).orElseThrow());
  }

  private Optional<String> content(Setting setting, String path) {
    try {
      return Optional.of(SettingFile.read(path));
    } catch (IllegalArgumentException e) {
      mistake(
          setting,
          "can't be read: %s is \"%s\", which %s; write the path of a file that holds the value alone"
              .formatted(setting.fileVariable(), oneLine(path), e.getMessage()));
      return Optional.empty();
    }
  }

  private boolean isInFile(Setting setting) {
    return variable(setting.fileVariable()).isPresent();
  }

  private Optional<String> variable(String name) {
    return Optional.of(environment.getOrDefault(name, "").strip()).filter(it -> !it.isEmpty());
  }

  private <T> Optional<T> read(Setting setting, Syntax<T> syntax, String text) {
    try {
      if (text.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException();
      }
      return Optional.of(syntax.reader().apply(text));
    } catch (IllegalArgumentException _) {
      mistake(setting, "%s; write %s".formatted(shown(setting, text), syntax.allowed()));
      return Optional.empty();
    }
  }

  /** What is in a file may be another's secret, if the path is wrong. */
  private String shown(Setting setting, String text) {
    return setting.isSecret() || isInFile(setting)
        ? "is wrong (its value is not shown)"
        : "is wrong: \"%s\"".formatted(oneLine(text));
  }

  /** Without control characters, so that a mistake stays one line. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
