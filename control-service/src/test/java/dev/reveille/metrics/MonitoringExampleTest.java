package dev.reveille.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.reveille.metrics.Exported.Metric;
import dev.reveille.testing.Checkout;
import dev.reveille.testing.Promtool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code examples/monitoring} names what is exported. */
class MonitoringExampleTest {
  private static final Path EXAMPLE = Checkout.file("examples/monitoring");
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:reveille|jvm|process)_\\w+)(?:\\{([^}]*)})?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*[=!]~?\\s*=?\"");
  private static final Pattern GROUPING = Pattern.compile("\\bby\\s*\\(([^)]*)\\)");

  /** What Prometheus itself adds. */
  private static final Set<String> OF_EVERY_SERIES = Set.of("instance", "job", "le");

  @Test
  void rulesAndDashboardNameMetricsAndLabelsThatThereAre() throws IOException {
    try (Exported exported = new Exported()) {
      List<Metric> all = List.copyOf(exported.all().values());
      for (String expression : expressions()) {
        check(expression, all);
      }
    }
  }

  @Test
  void prometheusUnderstandsTheRulesAndTheyFireWhenTheyShould() {
    assertThat(Promtool.run("check rules \"$0\"", EXAMPLE.resolve("rules.yaml")))
        .contains("SUCCESS");
    assertThat(Promtool.run("check config \"$0\"", EXAMPLE.resolve("prometheus.yaml")))
        .contains("SUCCESS");
    assertThat(Promtool.run("test rules \"$0\"", EXAMPLE.resolve("rules-test.yaml")))
        .contains("SUCCESS");
  }

  private static void check(String expression, List<Metric> all) {
    Set<String> labels = new HashSet<>(OF_EVERY_SERIES);
    for (MatchResult selector : found(SELECTOR, expression)) {
      List<Metric> named =
          all.stream().filter(metric -> metric.samples().contains(selector.group(1))).toList();
      assertThat(named).as("%s in %s", selector.group(1), expression).hasSize(1);
      Set<String> own =
          Stream.concat(OF_EVERY_SERIES.stream(), named.getFirst().labels().keySet().stream())
              .collect(Collectors.toSet());
      String matchers = selector.group(2) == null ? "" : selector.group(2);
      assertThat(own)
          .as(expression)
          .containsAll(found(MATCHER, matchers).stream().map(it -> it.group(1)).toList());
      labels.addAll(own);
    }
    for (MatchResult grouping : found(GROUPING, expression)) {
      assertThat(labels).as(expression).containsAll(List.of(grouping.group(1).split("\\s*,\\s*")));
    }
  }

  /** Those of the rules and of the dashboard. */
  private static List<String> expressions() throws IOException {
    JsonNode rules = new YAMLMapper().readTree(EXAMPLE.resolve("rules.yaml").toFile());
    JsonNode dashboard =
        JsonMapper.builder().build().readTree(EXAMPLE.resolve("grafana.json").toFile());
    List<String> expressions = new ArrayList<>(rules.findValuesAsText("expr"));
    assertThat(expressions).isNotEmpty();
    List<String> shown = dashboard.findValuesAsText("expr");
    assertThat(shown).isNotEmpty();
    expressions.addAll(shown);
    return expressions;
  }

  private static List<MatchResult> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }
}
