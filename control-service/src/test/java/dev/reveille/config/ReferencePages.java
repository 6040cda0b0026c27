package dev.reveille.config;

import dev.reveille.project.Label;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the pages of {@code docs/reference} as Markdown, from the enums. */
final class ReferencePages {
  private static final int LONGEST_CELL = 60;

  private ReferencePages() {}

  /** By file name. */
  static Map<String, String> all() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("settings.md", settings());
    pages.put("labels.md", labels());
    return pages;
  }

  private static String settings() {
    return """
    # Settings

    <!-- Generated from Setting.java; ReferencePagesTest rewrites it. -->

    Settings are environment variables, read once at start. A blank one counts as not set. The
    control service checks them all, also the gateway's, before anything is started, and names
    every wrong one.

    Instead of a value, `NAME_FILE` can give the path of a file that holds it, as Docker's secrets
    do: `ADMIN_TOKEN_FILE=/run/secrets/admin-token`. The file holds the value alone, at most 64 KiB;
    white space around it does not count. Only those that the gateway reads too can't be in a file:
    %s.

    %s
    ## How settings are written

    | kind | write |
    | --- | --- |
    %s
    """
        .formatted(
            Arrays.stream(Setting.values())
                .filter(setting -> !setting.canBeInFile())
                .map(setting -> code(setting.name()))
                .collect(Collectors.joining(", ")),
            Arrays.stream(SettingGroup.values())
                .map(ReferencePages::chapter)
                .collect(Collectors.joining("\n")),
            Arrays.stream(Setting.values())
                .map(Setting::syntax)
                .map(syntax -> row(syntax.kind(), syntax.allowed()))
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n")));
  }

  private static String chapter(SettingGroup group) {
    List<Setting> settings =
        Arrays.stream(Setting.values()).filter(setting -> setting.group() == group).toList();
    String rows = settings.stream().map(ReferencePages::row).collect(Collectors.joining("\n"));
    String longDefaults =
        settings.stream()
            .filter(ReferencePages::hasLongDefault)
            .map(ReferencePages::longDefault)
            .collect(Collectors.joining());
    return """
    ## %s

    | setting | kind | default | example | meaning |
    | --- | --- | --- | --- | --- |
    %s
    %s\
    """
        .formatted(group.title(), rows, longDefaults);
  }

  private static String row(Setting setting) {
    String fallback = setting.fallback().map(ReferencePages::code).orElse("none");
    return row(
        code(setting.name()),
        setting.syntax().kind(),
        hasLongDefault(setting) ? "see below" : fallback,
        code(setting.example()),
        setting.meaning());
  }

  private static boolean hasLongDefault(Setting setting) {
    return setting.fallback().orElse("").length() > LONGEST_CELL;
  }

  private static String longDefault(Setting setting) {
    String entries =
        Stream.of(setting.fallback().orElseThrow().split(","))
            .map(ReferencePages::code)
            .collect(Collectors.joining(", "));
    return "\nThe default of %s: %s.\n".formatted(code(setting.name()), entries);
  }

  private static String labels() {
    Predicate<Label> isOurs = label -> label.key().startsWith("reveille.");
    return """
    # Labels

    <!-- Generated from Label.java; ReferencePagesTest rewrites it. -->

    Labels stand on containers. A project is a Compose project, or one container without Compose;
    it is known once one of its containers has a host label. Where a container has both our name
    of a label and the predecessor's, ours counts. A blank label counts as none. A container with
    a label that can't be read claims no host, and the mistake is reported; it is still started
    with its project.

    ## Ours

    %s

    ## Compose's

    Compose sets them; nobody has to write them.

    %s
    """
        .formatted(labelTable(isOurs), labelTable(isOurs.negate()));
  }

  private static String labelTable(Predicate<Label> chosen) {
    return Stream.concat(
            Stream.of(
                row("label", "predecessor's", "type", "default", "example", "meaning"),
                row("---", "---", "---", "---", "---", "---")),
            Arrays.stream(Label.values()).filter(chosen).map(ReferencePages::row))
        .collect(Collectors.joining("\n"));
  }

  private static String row(Label label) {
    return row(
        code(label.key()),
        label.predecessor().map(ReferencePages::code).orElse(""),
        label.type(),
        label.fallback(),
        code(label.example()),
        label.meaning());
  }

  private static String row(String... cells) {
    return Stream.of(cells)
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
