package dev.reveille.api;

import dev.reveille.concurrent.Latest;
import dev.reveille.route.Route;
import dev.reveille.route.Routes;
import dev.reveille.wake.Progress;
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
    String host = values == null ? "" : values.getFirst();
    Optional<Route> route = routes.table().get().match(host);
    Optional<Wake> wake = route.flatMap(found -> wakes.current(found.project()));
    if (route.isPresent() && route.get().isRunning()) {
      last(connection, "ready", Map.of());
    } else if (wake.isPresent()) {
      follow(connection, host, route.get(), wake.get());
    } else {
      last(connection, "failed", notWaking(host, route));
    }
  }

  private static void follow(
      ServerSentEventConnection connection, String host, Route route, Wake wake) {
    Latest.Subscription subscription =
        wake.progress().subscribe(progress -> send(connection, wake, progress));
    connection.addCloseTask(_ -> subscription.close());
    send(connection, wake, wake.progress().get());
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

  private static void send(ServerSentEventConnection connection, Wake wake, Progress progress) {
    event(connection, "steps", ProgressWire.from(wake, progress));
  }

  private static void last(ServerSentEventConnection connection, String name, Object data) {
    event(connection, name, data);
    connection.shutdown();
  }

  private static void event(ServerSentEventConnection connection, String name, Object data) {
    connection.send(new String(Reply.bytes(data), StandardCharsets.UTF_8), name, null, null);
  }
}
