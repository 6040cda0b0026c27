package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reveille.activity.Activity;
import dev.reveille.activity.GatewayReport;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/activity}: what a gateway has counted. */
final class ActivityCall implements HttpHandler {
  /** Some thousand projects; the gateway sends more of them in several reports. */
  private static final int BODY_BYTES = 1024 * 1024;

  private static final int ID_LENGTH = 64;

  private final Activity activity;

  ActivityCall(Activity activity) {
    this.activity = activity;
  }

  /** Whether this gateway has reported before, since the control service started. */
  record TakenWire(boolean known) {}

  /** The request; projects by name. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record ReportWire(
      @Nullable String gateway,
      @Nullable String routes,
      @Nullable Map<String, @Nullable CountsWire> projects) {
    GatewayReport toReport() {
      if (gateway == null || gateway.isBlank() || gateway.length() > ID_LENGTH) {
        throw new MalformedRequest(
            "$.gateway: expected an id of at most %d characters".formatted(ID_LENGTH));
      }
      Map<String, GatewayReport.Counts> counts = new HashMap<>();
      or(projects, Map.<String, @Nullable CountsWire>of())
          .forEach((name, wire) -> counts.put(name, toCounts(name, wire)));
      return new GatewayReport(gateway, or(routes, ""), counts);
    }

    private static GatewayReport.Counts toCounts(String project, @Nullable CountsWire wire) {
      if (wire == null || !wire.isSound()) {
        throw new MalformedRequest(
            "$.projects: the counts of \"%s\" are not all numbers from 0 up".formatted(project));
      }
      return wire.toCounts();
    }
  }

  /** What was counted since the gateway started, and what is open now. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record CountsWire(
      long started,
      long ended,
      long quietStarted,
      int open,
      int quiet,
      long bytes,
      @Nullable Map<String, @Nullable Long> statuses,
      @Nullable List<@Nullable Long> latency,
      double seconds) {
    boolean isSound() {
      boolean isPositive =
          LongStream.of(started, ended, quietStarted, open, quiet, bytes).allMatch(it -> it >= 0);
      Stream<@Nullable Long> all =
          Stream.concat(
              or(statuses, Map.<String, @Nullable Long>of()).values().stream(),
              or(latency, List.<@Nullable Long>of()).stream());
      return isPositive
          && Double.isFinite(seconds)
          && seconds >= 0
          && all.allMatch(it -> it != null && it >= 0);
    }

    GatewayReport.Counts toCounts() {
      Map<String, Long> byStatus = new HashMap<>();
      or(statuses, Map.<String, @Nullable Long>of())
          .forEach((name, count) -> byStatus.put(name, Objects.requireNonNull(count)));
      List<Long> byLatency =
          or(latency, List.<@Nullable Long>of()).stream().map(Objects::requireNonNull).toList();
      return new GatewayReport.Counts(
          started, ended, quietStarted, open, quiet, bytes, byStatus, byLatency, seconds);
    }
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    JsonBody.receive(exchange, BODY_BYTES, ReportWire.class, wire -> receive(exchange, wire));
  }

  private void receive(HttpServerExchange exchange, ReportWire wire) {
    Reply.json(exchange, 200, new TakenWire(activity.report(wire.toReport())));
  }
}
