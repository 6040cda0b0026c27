package dev.reveille.activity;

import java.util.List;
import java.util.Map;

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
   */
  public record Counts(
      long started,
      long ended,
      long quietStarted,
      int open,
      int quiet,
      long bytes,
      Map<String, Long> statuses,
      List<Long> latency) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, Map.of(), List.of());

    public Counts {
      statuses = Map.copyOf(statuses);
      latency = List.copyOf(latency);
    }

    /** What was counted by now, with nothing open any more. */
    Counts closed() {
      return new Counts(started, ended, quietStarted, 0, 0, bytes, statuses, latency);
    }

    /** Whether requests that count began or ended between the other counts and these. */
    boolean hasGrownSince(Counts before) {
      return started != before.started || ended != before.ended;
    }

    /** How many began since; a gateway that counts from 0 again has begun all of them. */
    long startedSince(Counts before) {
      return started >= before.started ? started - before.started : started;
    }
  }
}
