package dev.reveille.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets. */
class ScrapeTest {
  private static final String VALUE = "[-+]?(\\d+(\\.\\d+)?([eE][-+]?\\d+)?|Inf|NaN)";
  private static final String LABELS =
      "\\{[a-zA-Z_]\\w*=\"([^\"\\\\\\n]|\\\\.)*\"(,[a-zA-Z_]\\w*=\"([^\"\\\\\\n]|\\\\.)*\")*}";

  /** Lines of OpenMetrics 1.0.0 without time stamps and exemplars. */
  private static final Pattern OPEN_METRICS =
      Pattern.compile(
          "# (TYPE|HELP|UNIT) [a-zA-Z_:]\\w* .*|[a-zA-Z_:]\\w*(%s)? %s|# EOF"
              .formatted(LABELS, VALUE));

  private final Exported exported = new Exported();
  @TempDir private Path directory;

  @AfterEach
  void close() {
    exported.close();
  }

  @Test
  void followsTheRulesOfPrometheus() throws IOException {
    Path scrape =
        Files.writeString(directory.resolve("scrape"), exported.metrics.scrape(null).body());

    String found = Promtool.run("check metrics <\"$0\"", scrape);

    assertThat(found).isEmpty();
  }

  @Test
  void hasEachMetricOnceWithHelpAndType() {
    List<String> lines = exported.metrics.scrape(null).body().lines().toList();

    assertThat(lines).contains("reveille_build_info{version=\"1.2.3\"} 1");
    for (Exported.Metric metric : exported.all().values()) {
      assertThat(lines)
          .filteredOn(("# HELP " + metric.name() + " " + metric.help())::equals)
          .hasSize(1);
      assertThat(lines).contains("# TYPE " + metric.name() + " " + metric.type());
      assertThat(metric.samples())
          .allSatisfy(
              sample -> assertThat(lines).anyMatch(line -> line.matches(sample + "(\\{.*)? .*")));
    }
  }

  @Test
  void canBeReadAsOpenMetrics() {
    String body = exported.metrics.scrape("application/openmetrics-text;version=1.0.0").body();

    assertThat(body).endsWith("# EOF\n");
    assertThat(body.lines()).allMatch(line -> OPEN_METRICS.matcher(line).matches());
    assertThat(body.lines().filter(line -> line.startsWith("# TYPE")).distinct().count())
        .isEqualTo(body.lines().filter(line -> line.startsWith("# TYPE")).count());
  }
}
