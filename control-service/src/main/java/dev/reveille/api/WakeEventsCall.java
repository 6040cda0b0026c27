package dev.reveille.api;

import dev.reveille.concurrent.Latest;
import dev.reveille.route.Route;
import dev.reveille.route.Routes;
import dev.reveille.wake.Wake;
import dev.reveille.wake.WakeOutcome;
import dev.reveille.wake.Wakes;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /v1/wakes/events?host=}: the steps of a wake as server-sent events, for the loading
 * page. Ends after {@code ready} or {@code failed}. It wakes nothing by itself.
 */
final class WakeEventsCall {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private final Routes routes;
  private final Wakes wakes;

  WakeEventsCall(Routes routes, Wakes wakes) {
    this.routes = routes;
    this.wakes = wakes;
  }

  HttpHandler handler() {
    return Handlers.serverSentEvents((connection, _) -> connected(connection));
  }

  private void connected(ServerSentEventConnection connection) {
    connection.setKeepAliveTime(KEEP_ALIVE.toMillis());
    Deque<String> values = connection.getQueryParameters().get("host");
    String host = RequestedHost.from(values == null ? null : values.getFirst());
    Optional<Wake> wake = match(host).flatMap(found -> wakes.current(found.project()));
    // Looked up after the wake: one that ended in between has left its route there.
    Optional<Route> route = match(host);
    if (route.isPresent() && route.get().isRunning()) {
      last(connection, "ready", Map.of());
    } else if (route.isPresent() && wake.isPresent()) {
      follow(connection, host, route.get(), wake.get());
    } else {
      last(connection, "failed", notWaking(host, route));
    }
  }

  private Optional<Route> match(String host) {
    return routes.table().get().match(host);
  }

  private static void follow(
      ServerSentEventConnection connection, String host, Route route, Wake wake) {
    Latest.Subscription subscription = wake.progress().subscribe(_ -> sendNewest(connection, wake));
    connection.addCloseTask(_ -> subscription.close());
    sendNewest(connection, wake);
    var _ =
        wake.outcome(route.service())
            .thenAccept(
                outcome -> {
                  subscription.close();
                  if (outcome instanceof WakeOutcome.Ready) {
                    last(connection, "ready", Map.of());
                  } else {
                    last(connection, "failed", WakeProblem.of(outcome, host, route.project()));
                  }
                });
  }

  private ProblemDocument notWaking(String host, Optional<Route> route) {
    return route
        .flatMap(
            found ->
                wakes
                    .recentFailure(found.project(), found.service())
                    .map(outcome -> WakeProblem.of(outcome, host, found.project())))
        .orElseGet(
            () ->
                ProblemDocument.of(
                    ProblemType.WAKE_NOT_RUNNING, "load the page again", host, null));
  }

  /** Read and sent in one go, so that no thread sends an older progress after a newer one. */
  private static void sendNewest(ServerSentEventConnection connection, Wake wake) {
    synchronized (connection) {
      event(connection, "steps", ProgressWire.from(wake));
    }
  }

  private static void last(ServerSentEventConnection connection, String name, Object data) {
    event(connection, name, data);
    connection.shutdown();
  }

  private static void event(ServerSentEventConnection connection, String name, Object data) {
    connection.send(new String(Reply.bytes(data), StandardCharsets.UTF_8), name, null, null);
  }
}
