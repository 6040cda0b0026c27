package dev.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.Label;
import dev.reveille.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pages lead to and name is there. */
class LinksTest {
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

  /** {@code ACME_EMAIL}, or at the beginning of {@code ACME_EMAIL=ops@example.com}. */
  private static final Pattern SETTING = Pattern.compile("([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=.*)?");

  private static final Pattern LABEL =
      Pattern.compile("((?:reveille|io\\.docksal)\\.[a-z]+(?:[.-][a-z]+)*)(?:[=:].*)?");

  /** Pages that name variables of other programs, which begin as ours do. */
  private static final Pattern OF_OTHERS = Pattern.compile("moving-from-.*|settings\\.md");

  static Stream<Path> pages() {
    try (Stream<Path> files = Files.walk(Checkout.file(""))) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !isMadeHere(file))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToFilesAndHeadingsThatThereAre(Path page) throws IOException {
    String text = CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
    List<String> links =
        LINK.matcher(text).results().map(found -> found.group(1)).distinct().toList();

    assertThat(links).filteredOn(link -> isLost(page, link)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void settingsAndLabelsThatAreNamedAreThere(Path page) throws IOException {
    if (OF_OTHERS.matcher(page.getFileName().toString()).matches()) {
      return;
    }
    String text = CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");

    assertThat(named(SETTING, text))
        .filteredOn(name -> looksLikeOurs(name) && !settings().contains(name))
        .isEmpty();
    assertThat(named(LABEL, text)).filteredOn(name -> !labels().contains(name)).isEmpty();
  }

  private static boolean isMadeHere(Path file) {
    return Stream.of("target", ".git", "node_modules", ".reveille")
        .anyMatch(name -> file.toString().contains("/" + name + "/"));
  }

  private static boolean isLost(Path page, String link) {
    if (link.matches("[a-z]+:.*")) {
      return false; // of somebody else
    }
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).toAbsolutePath().normalize();
    return !Files.exists(target) || (parts.length == 2 && !anchors(target).contains(parts[1]));
  }

  /** As GitHub makes them. */
  private static Set<String> anchors(Path page) {
    try {
      String text = CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
      return HEADING
          .matcher(text)
          .results()
          .map(found -> found.group(1).toLowerCase(Locale.ROOT))
          .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> named(Pattern pattern, String text) {
    return CODE.matcher(text)
        .results()
        .map(found -> pattern.matcher(found.group(1)))
        .filter(matcher -> matcher.matches())
        .map(matcher -> matcher.group(1))
        .collect(Collectors.toSet());
  }

  /** {@code ACME_}: all else in capitals is somebody else's. */
  private static boolean looksLikeOurs(String name) {
    return settings().stream().anyMatch(it -> firstWord(it).equals(firstWord(name)));
  }

  private static String firstWord(String name) {
    return name.split("_", 2)[0];
  }

  private static Set<String> settings() {
    return Arrays.stream(Setting.values())
        .flatMap(it -> Stream.of(it.name(), it.fileVariable()))
        .collect(Collectors.toSet());
  }

  private static Set<String> labels() {
    return Arrays.stream(Label.values())
        .flatMap(label -> label.names().stream())
        .collect(Collectors.toSet());
  }
}
