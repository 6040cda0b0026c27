package dev.reveille.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.metrics.Exported.Metric;
import dev.reveille.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/metrics.md} has what is exported. */
class MetricsPageTest {
  /** Labels whose values are a closed list. */
  private static final Set<String> CLOSED =
      Set.of("area", "code", "kind", "of", "reason", "result", "state", "step");

  /** Where a label of that name is not a closed list. */
  private static final Set<String> EXAMPLES = Set.of("reveille_engine_errors_total");

  @Test
  void thePageSaysWhatIsExported() throws IOException {
    Path page = Checkout.file("docs/reference/metrics.md");
    String wanted = page();
    if (Boolean.getBoolean("reveille.reference.write")) {
      Files.writeString(page, wanted);
    }

    assertThat(page)
        .withFailMessage(
            "%s lags behind the code; rewrite it with: mvn test -Dtest=MetricsPageTest"
                + " -Dreveille.reference.write=true",
            page)
        .hasContent(wanted);
  }

  private static String page() {
    try (Exported exported = new Exported()) {
      return """
      # Metrics

      <!-- Generated from what is exported; MetricsPageTest rewrites it. -->

      `GET /metrics` of the control service, in Prometheus's text format, or in OpenMetrics where `Accept` asks for that. It is
      open where `CONTROL_HOST` is loopback; elsewhere it asks for `METRICS_TOKEN` or the administrators' token, as
      `Authorization: Bearer …`. How to use it: [monitoring](../guides/monitoring.md).

      Counters begin at 0 with each start of the control service, and never fall: a gateway that is started anew, or a project
      that is removed, takes nothing away.

      `project` is a project's name for as many projects as `METRICS_PROJECTS` says, those with the most requests; all others
      are `other`. The series of a project that is gone go too.

      | metric | type | labels | meaning |
      | --- | --- | --- | --- |
      %s
      """
          .formatted(
              exported.all().values().stream()
                  .map(MetricsPageTest::row)
                  .collect(Collectors.joining("\n")));
    }
  }

  private static String row(Metric metric) {
    String labels =
        metric.labels().entrySet().stream()
            .map(label -> label(metric.name(), label))
            .collect(Collectors.joining("; "));
    return "| `%s` | %s | %s | %s |".formatted(metric.name(), metric.type(), labels, metric.help());
  }

  private static String label(String metric, Map.Entry<String, Set<String>> label) {
    String name = "`" + label.getKey() + "`";
    return CLOSED.contains(label.getKey()) && !EXAMPLES.contains(metric)
        ? name + ": " + String.join(", ", label.getValue())
        : name;
  }
}
