package dev.reveille.metrics;

import dev.reveille.activity.GatewayReport.Counts;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was added up for one value of the label {@code project}. Not thread safe. */
final class RequestSums {
  /** Those of the gateway (activity.lua). */
  static final List<Double> BOUNDS =
      List.of(
          0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, Double.POSITIVE_INFINITY);

  private static final List<String> CLASSES = List.of("1xx", "2xx", "3xx", "4xx", "5xx");

  private final Map<String, Long> answers = new TreeMap<>();
  private final long[] latency = new long[BOUNDS.size()];
  private double seconds;
  private long bytes;

  RequestSums() {
    CLASSES.forEach(code -> answers.put(code, 0L));
  }

  /** Whoever reports classes or buckets that are not known counts nothing by them. */
  void add(Counts more) {
    more.statuses()
        .forEach((code, count) -> answers.computeIfPresent(code, (_, sum) -> sum + count));
    for (int i = 0; i < Math.min(latency.length, more.latency().size()); i++) {
      latency[i] += more.latency().get(i);
    }
    seconds += more.seconds();
    bytes += more.bytes();
  }

  void tell(
      String project,
      CounterSnapshot.Builder counters,
      HistogramSnapshot.Builder durations,
      CounterSnapshot.Builder sent) {
    answers.forEach(
        (code, count) ->
            counters.dataPoint(counter(Labels.of("project", project, "code", code), count)));
    durations.dataPoint(
        HistogramSnapshot.HistogramDataPointSnapshot.builder()
            .labels(Labels.of("project", project))
            .classicHistogramBuckets(buckets())
            .sum(seconds)
            .build());
    sent.dataPoint(counter(Labels.of("project", project), bytes));
  }

  private ClassicHistogramBuckets buckets() {
    double[] bounds = BOUNDS.stream().mapToDouble(Double::doubleValue).toArray();
    return ClassicHistogramBuckets.of(bounds, latency);
  }

  private static CounterSnapshot.CounterDataPointSnapshot counter(Labels labels, long value) {
    return CounterSnapshot.CounterDataPointSnapshot.builder()
        .labels(labels)
        .value((double) value)
        .build();
  }
}
