package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.project.EngineState;
import dev.reveille.project.Inventory;
import dev.reveille.route.Routes;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/health}: the process lives. {@code GET /v1/ready}: what it can do by now. */
final class HealthCalls {
  private final Inventory inventory;
  private final Routes routes;

  HealthCalls(Inventory inventory, Routes routes) {
    this.inventory = inventory;
    this.routes = routes;
  }

  /**
   * That the process lives.
   *
   * @param version Reveille's own
   */
  record HealthWire(String status, String version) {}

  /**
   * What works.
   *
   * @param status {@code ready}, {@code starting} before the engine has been seen, {@code degraded}
   *     while it does not answer: running projects are served, none can be woken
   * @param engine {@code reachable}, {@code unreachable} or {@code unknown}
   * @param since when the engine did not answer first (ISO 8601), while it does not
   * @param reason why it did not
   * @param routes how many there are
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ReadyWire(
      String status,
      String engine,
      @Nullable String since,
      @Nullable String reason,
      String version,
      int routes) {}

  void health(HttpServerExchange exchange) {
    Reply.json(exchange, 200, new HealthWire("ok", Release.version()));
  }

  void ready(HttpServerExchange exchange) {
    ReadyWire wire = wire();
    Reply.json(exchange, wire.status().equals("ready") ? 200 : 503, wire);
  }

  ReadyWire wire() {
    var table = routes.table().get();
    boolean seen = table.version().number() > 0;
    String version = table.version().toString();
    int count = table.routes().size();
    return switch (inventory.engine().get()) {
      case EngineState.Unknown() ->
          new ReadyWire("starting", "unknown", null, null, version, count);
      case EngineState.Reachable() ->
          new ReadyWire(seen ? "ready" : "starting", "reachable", null, null, version, count);
      case EngineState.Unreachable(var since, var reason) ->
          new ReadyWire(
              seen ? "degraded" : "starting",
              "unreachable",
              since.toString(),
              reason,
              version,
              count);
    };
  }
}
