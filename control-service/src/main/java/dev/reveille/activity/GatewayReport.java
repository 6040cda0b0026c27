package dev.reveille.activity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a gateway has counted since it started. Numbers are absolute, so that a report that is lost
 * or comes twice changes nothing.
 *
 * @param gateway made anew by each start of a gateway
 * @param routes the version of the route table that all of its workers had when they counted,
 *     {@code k3f9.12}; empty before the first
 * @param projects those that changed since the last report that was answered, and all that have a
 *     request open: what is missing has none
 */
public record GatewayReport(String gateway, String routes, Map<String, Counts> projects) {
  public GatewayReport {
    projects = Map.copyOf(projects);
  }

  /**
   * Of one project.
   *
   * @param started requests that count as use
   * @param ended those of them that are over; one that a killed worker had is in neither {@code
   *     open} nor here
   * @param quietStarted requests that do not count as use
   * @param open those of {@code started} that are open now
   * @param quiet those of {@code quietStarted} that are open now
   * @param bytes sent to visitors, by all requests that ended
   * @param statuses how many ended with which class of status, {@code 2xx}
   * @param latency how many took how long, by the bounds that {@code openapi.yaml} names
   * @param seconds how long all that ended took together
   */
  public record Counts(
      long started,
      long ended,
      long quietStarted,
      int open,
      int quiet,
      long bytes,
      Map<String, Long> statuses,
      List<Long> latency,
      double seconds) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, Map.of(), List.of(), 0);

    public Counts {
      statuses = Map.copyOf(statuses);
      latency = List.copyOf(latency);
    }

    /** What was counted by now, with nothing open any more. */
    Counts closed() {
      return new Counts(started, ended, quietStarted, 0, 0, bytes, statuses, latency, seconds);
    }

    /** Whether requests that count began or ended between the other counts and these. */
    boolean hasGrownSince(Counts before) {
      return started != before.started || ended != before.ended;
    }

    /** How many began since; a gateway that counts from 0 again has begun all of them. */
    long startedSince(Counts before) {
      return started >= before.started ? started - before.started : started;
    }

    /** What ended since; a gateway that has begun to count from 0 again has counted all of it. */
    Counts since(Counts before) {
      if (hasFallenSince(before)) {
        return this;
      }
      Map<String, Long> classes = new HashMap<>(statuses);
      before.statuses.forEach((name, count) -> classes.merge(name, -count, Long::sum));
      List<Long> buckets =
          IntStream.range(0, latency.size())
              .mapToObj(i -> latency.get(i) - before.latency(i))
              .toList();
      return new Counts(
          started - before.started,
          ended - before.ended,
          quietStarted - before.quietStarted,
          open,
          quiet,
          bytes - before.bytes,
          classes,
          buckets,
          seconds - before.seconds);
    }

    private boolean hasFallenSince(Counts before) {
      boolean hasFewerAnswers =
          before.statuses.entrySet().stream()
              .anyMatch(it -> it.getValue() > statuses.getOrDefault(it.getKey(), 0L));
      return hasFewerAnswers
          || started < before.started
          || ended < before.ended
          || quietStarted < before.quietStarted
          || bytes < before.bytes
          || seconds < before.seconds
          || IntStream.range(0, before.latency.size())
              .anyMatch(i -> latency(i) < before.latency(i));
    }

    private long latency(int bucket) {
      return bucket < latency.size() ? latency.get(bucket) : 0;
    }
  }
}
