package dev.reveille.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.activity.Activity;
import dev.reveille.activity.GatewayReport;
import dev.reveille.activity.GatewayReport.Counts;
import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Projects;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {
  private final LeapingTimer timer = new LeapingTimer();
  private final InMemoryEngine engine = new InMemoryEngine(timer);
  private final InMemoryPemFiles files = new InMemoryPemFiles();
  private Activity activity = new Activity(files, timer);
  private Metrics metrics = new Metrics();
  private RequestMetrics requests = measure(2);

  @AfterEach
  void close() {
    activity.close();
  }

  @Test
  void addsUpWhatTheGatewaysCount() {
    report("g1", "shop", counts(3));
    report("g2", "shop", counts(4));
    report("g1", "shop", counts(5));

    assertThat(answers("shop")).isEqualTo(9);
    assertThat(lines("reveille_request_duration_seconds_bucket{project=\"shop\""))
        .contains("le=\"0.005\"} 0", "le=\"0.01\"} 9", "le=\"+Inf\"} 9");
    assertThat(lines("reveille_request_duration_seconds_sum{project=\"shop\"")).contains("} 0.09");
    assertThat(lines("reveille_sent_bytes_total{project=\"shop\"")).contains("} 900.0");
  }

  @Test
  void aReportThatComesTwiceChangesNothing() {
    report("g1", "shop", counts(3));
    report("g1", "shop", counts(3));

    assertThat(answers("shop")).isEqualTo(3);
  }

  @Test
  void neverFallsWhenAGatewayIsStartedAnewOrForgetsWhatItHadCounted() {
    report("before", "shop", counts(10));
    report("after", "shop", counts(1));
    assertThat(answers("shop")).isEqualTo(11);

    report("after", "shop", counts(5));
    report("after", "shop", counts(2));
    assertThat(answers("shop")).isEqualTo(17);
  }

  @Test
  void ofAGatewayThatWasThereBeforeOurStartCountsOnlyWhatIsNew() {
    report("g1", "shop", counts(100));
    activity.close();
    activity = new Activity(files, timer);
    metrics = new Metrics();
    requests = measure(2);

    activity.report(new GatewayReport("g1", "", Map.of("shop", counts(103), "blog", counts(2))));
    report("g1", "shop", counts(104));

    assertThat(answers("shop")).isEqualTo(1);
    assertThat(answers("blog")).as("it had counted nothing for it before").isEqualTo(2);
  }

  @Test
  void onlyTheMostUsedHaveSeriesOfTheirOwn() {
    engine.add("a").host("a.test");
    engine.add("b").host("b.test");
    engine.add("c").host("c.test");
    report("g1", "a", counts(1));
    report("g1", "b", counts(10));
    report("g1", "c", counts(20));
    assertThat(answers("other")).isEqualTo(20);

    see();
    report("g1", "a", counts(2));
    report("g1", "c", counts(25));

    assertThat(answers("other")).as("it keeps what it was told, and gets a's").isEqualTo(21);
    assertThat(answers("b")).isEqualTo(10);
    assertThat(answers("c")).as("from when it got its own").isEqualTo(5);
    assertThat(lines("project=\"a\"")).isEmpty();
  }

  @Test
  void theSeriesOfAProjectThatIsGoneGo() {
    var shop = engine.add("shop").host("shop.test");
    see();
    report("g1", "shop", counts(3));
    shop.remove();
    see();

    assertThat(lines("project=\"shop\"")).isEmpty();
    report("g1", "shop", counts(4));
    assertThat(answers("other")).isEqualTo(1);
  }

  @Test
  void aProjectWithTheNameOfTheRestIsPartOfIt() {
    report("g1", "other", counts(3));

    assertThat(answers("other")).isEqualTo(3);
  }

  @Test
  void tellsWhatIsOpen() {
    Counts open = new Counts(3, 0, 1, 3, 1, 0, Map.of(), List.of(), 0);
    report("g1", "shop", open);

    assertThat(lines("reveille_requests_open{project=\"shop\"}")).contains(" 4.0");
  }

  private RequestMetrics measure(int limit) {
    RequestMetrics measured = new RequestMetrics(metrics, limit, activity);
    activity.follow(measured);
    return measured;
  }

  private void see() {
    requests.see(Projects.from(engine.list()));
  }

  private void report(String gateway, String project, Counts counts) {
    activity.report(new GatewayReport(gateway, "", Map.of(project, counts)));
  }

  /** That many requests of 10 ms and 100 bytes that were answered by 200. */
  private static Counts counts(int requests) {
    long many = requests;
    return new Counts(
        many,
        many,
        0,
        0,
        0,
        100 * many,
        Map.of("2xx", many),
        List.of(0L, many, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L),
        many / 100.0);
  }

  private int answers(String project) {
    String line = "reveille_requests_total{code=\"2xx\",project=\"" + project + "\"}";
    return (int) Double.parseDouble(lines(line).strip());
  }

  /** What follows the text in each line that begins with it. */
  private String lines(String begin) {
    String body = metrics.scrape(null).body();
    return body.lines()
        .filter(line -> line.contains(begin) && !line.startsWith("#"))
        .map(line -> line.substring(line.indexOf(begin) + begin.length()))
        .collect(Collectors.joining("\n"));
  }
}
