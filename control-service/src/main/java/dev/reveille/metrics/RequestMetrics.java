package dev.reveille.metrics;

import dev.reveille.activity.Activity;
import dev.reveille.activity.GatewayReport.Counts;
import dev.reveille.activity.RequestListener;
import dev.reveille.activity.Use;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Requests by project, as the gateways count them.
 *
 * <p>Only so many projects, those with the most requests, have series of their own; all others
 * share those of {@code other}. What was counted for {@code other} stays there, and a project that
 * gets series of its own begins at 0, so that no counter ever falls.
 */
public final class RequestMetrics implements RequestListener, MultiCollector {
  private static final String OTHER = "other";

  private final int limit;
  private final Activity activity;
  private final Map<String, RequestSums> own = new TreeMap<>();
  private final RequestSums others = new RequestSums();
  private final Map<String, Long> requests = new HashMap<>();
  private Optional<Set<String>> entitled = Optional.empty();

  /**
   * Registers all of them.
   *
   * @param limit how many projects get series of their own
   * @param activity tells what is open
   */
  public RequestMetrics(Metrics metrics, int limit, Activity activity) {
    this.limit = limit;
    this.activity = activity;
    metrics.registry().register(this);
  }

  /** The series of projects that are gone go too. */
  public synchronized void see(Projects now) {
    Set<String> names = now.all().stream().map(Project::name).collect(Collectors.toSet());
    requests.keySet().retainAll(names);
    Set<String> most = names.size() <= limit ? names : mostUsed();
    own.keySet().retainAll(most);
    entitled = Optional.of(most);
  }

  @Override
  public synchronized void counted(String project, Counts more) {
    requests.merge(project, more.started() + more.quietStarted(), Long::sum);
    sums(project).add(more);
  }

  @Override
  public synchronized MetricSnapshots collect() {
    CounterSnapshot.Builder answers =
        CounterSnapshot.builder()
            .name("reveille_requests")
            .help("Requests that projects have answered, by class of status.");
    HistogramSnapshot.Builder durations =
        HistogramSnapshot.builder()
            .name("reveille_request_duration_seconds")
            .help(
                "How long requests of projects took, from their first byte to the answer's last.");
    CounterSnapshot.Builder bytes =
        CounterSnapshot.builder()
            .name("reveille_sent_bytes")
            .help("Sent to visitors of projects; of quick answers, estimated by every 16th.");
    own.forEach((project, sums) -> sums.tell(project, answers, durations, bytes));
    others.tell(OTHER, answers, durations, bytes);
    return new MetricSnapshots(answers.build(), durations.build(), bytes.build(), open());
  }

  /** Of those with equally many requests, whoever has series already keeps them. */
  private Set<String> mostUsed() {
    return requests.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(each -> !own.containsKey(each.getKey())))
        .limit(limit)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private RequestSums sums(String project) {
    RequestSums sums = own.get(project);
    if (sums != null) {
      return sums;
    }
    boolean isEntitled =
        own.size() < limit
            && !project.equals(OTHER)
            && entitled.map(names -> names.contains(project)).orElse(true);
    return isEntitled ? own.computeIfAbsent(project, _ -> new RequestSums()) : others;
  }

  private GaugeSnapshot open() {
    Map<String, Integer> open = new TreeMap<>();
    open.put(OTHER, 0);
    own.keySet().forEach(project -> open.put(project, 0));
    for (Map.Entry<String, Use> each : activity.all().entrySet()) {
      String label = own.containsKey(each.getKey()) ? each.getKey() : OTHER;
      open.merge(label, each.getValue().open() + each.getValue().quiet(), Integer::sum);
    }
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder()
            .name("reveille_requests_open")
            .help("Requests of projects that are open now: WebSockets, downloads, uploads.");
    open.forEach(
        (project, count) ->
            gauge.dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("project", project))
                    .value(count)
                    .build()));
    return gauge.build();
  }
}
