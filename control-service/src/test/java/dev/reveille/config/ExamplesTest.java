package dev.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.reveille.project.Container;
import dev.reveille.project.Label;
import dev.reveille.project.Projects;
import dev.reveille.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people copy: Compose files and commands name only settings and labels that there are. */
class ExamplesTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** {@code ${NAME}}, {@code ${NAME:-default}} or {@code ${NAME:?message}}. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::[-?]([^}]*))?}");

  /** {@code -e NAME=value} of a {@code docker run}. */
  private static final Pattern OPTION = Pattern.compile("(?:^|\\s)(?:-e|--env) ([A-Z_]+)=");

  private static final Pattern LABEL =
      Pattern.compile(
          "(?<![\\w./-])(?:reveille|io\\.docksal)\\.[a-z]+(?:[.-][a-z]+)*(?=[=:]\\s?\\S)");

  /** Of the predecessor's surroundings. */
  private static final Set<String> OTHER_LABELS = Set.of("io.docksal.group");

  static Stream<Path> composeFiles() {
    Stream<Path> examples = found("examples", ".yaml").filter(file -> !isOfPrometheus(file));
    return Stream.concat(Stream.of(Checkout.file("compose.yaml")), examples);
  }

  private static boolean isOfPrometheus(Path file) {
    return file.toString().contains("/monitoring/");
  }

  static Stream<Path> pages() {
    return Stream.concat(
        Stream.of(Checkout.file("README.md")),
        Stream.concat(found("examples", ".md"), found("docs/guides", ".md")));
  }

  @ParameterizedTest
  @MethodSource("composeFiles")
  void composeFilesSetReveilleUpWithoutAMistake(Path file) throws IOException {
    for (JsonNode service : services(file)) {
      if (service.path("image").asText().equals("reveille")) {
        Map<String, String> environment = texts(service.path("environment"));

        assertThat(settings()).containsAll(environment.keySet());
        Config.fromEnvironment(environment); // throws what is wrong
      }
    }
  }

  @ParameterizedTest
  @MethodSource("composeFiles")
  void composeFilesHaveLabelsThatCanBeRead(Path file) throws IOException {
    for (JsonNode service : services(file)) {
      Map<String, String> labels = texts(service.path("labels"));

      assertThat(labels()).containsAll(labels.keySet());
      assertThat(Projects.from(List.of(container(labels))).problems()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pagesNameSettingsAndLabelsThatThereAre(Path page) throws IOException {
    String text = Files.readString(page);

    assertThat(settings()).containsAll(all(OPTION, text, 1));
    assertThat(labels()).containsAll(all(LABEL, text, 0));
  }

  @Test
  void eachExampleSaysWhatItShows() throws IOException {
    try (Stream<Path> examples = Files.list(Checkout.file("examples"))) {
      assertThat(examples.filter(Files::isDirectory))
          .isNotEmpty()
          .allSatisfy(example -> assertThat(example.resolve("README.md")).isNotEmptyFile());
    }
  }

  private static Stream<Path> found(String directory, String ending) {
    try (Stream<Path> files = Files.walk(Checkout.file(directory))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode services(Path file) throws IOException {
    JsonNode services = YAML.readTree(Files.readString(file)).path("services");
    assertThat(services).as("services").isNotEmpty();
    return services;
  }

  /** A map, or a list of {@code NAME=value}. */
  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    node.properties().forEach(it -> texts.put(it.getKey(), filledIn(it.getValue().asText())));
    if (node.isArray()) {
      for (JsonNode entry : node) {
        String[] parts = entry.asText().split("=", 2);
        texts.put(parts[0], filledIn(parts[1]));
      }
    }
    return texts;
  }

  /** With the default, or what would be right for a setting of that name, or the name. */
  private static String filledIn(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found -> {
              boolean hasDefault = found.group().contains(":-");
              return hasDefault ? found.group(2) : example(found.group(1));
            });
  }

  private static String example(String name) {
    return setting(name).map(Setting::example).orElse(name.equals("PWD") ? "/srv/shop" : "shop");
  }

  private static Optional<Setting> setting(String name) {
    return Arrays.stream(Setting.values()).filter(it -> it.name().equals(name)).findFirst();
  }

  private static Container container(Map<String, String> labels) {
    return new Container(
        "4f76",
        "shop-web-1",
        Container.Status.CREATED,
        Container.Health.NONE,
        labels,
        Optional.empty(),
        new TreeSet<>());
  }

  private static Set<String> settings() {
    return Arrays.stream(Setting.values()).map(Setting::name).collect(Collectors.toSet());
  }

  private static Set<String> labels() {
    return Stream.concat(
            Arrays.stream(Label.values()).flatMap(label -> label.names().stream()),
            OTHER_LABELS.stream())
        .collect(Collectors.toSet());
  }

  private static Set<String> all(Pattern pattern, String text, int group) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(group))
        .collect(Collectors.toSet());
  }
}
