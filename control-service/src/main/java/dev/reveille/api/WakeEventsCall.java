package dev.reveille.api;

import dev.reveille.concurrent.Latest;
import dev.reveille.route.Route;
import dev.reveille.route.Routes;
import dev.reveille.wake.Wake;
import dev.reveille.wake.WakeOutcome;
import dev.reveille.wake.Wakes;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /v1/wakes/events?host=}: the steps of a wake as server-sent events, for the loading
 * page. Ends after {@code ready} or {@code failed}. It wakes nothing by itself.
 */
final class WakeEventsCall {
  private final Routes routes;
  private final Wakes wakes;

  WakeEventsCall(Routes routes, Wakes wakes) {
    this.routes = routes;
    this.wakes = wakes;
  }

  HttpHandler handler() {
    HttpHandler stream = Follower.handler(this::connected);
    return exchange -> {
      if (host(exchange).isEmpty()) {
        throw Query.malformed("host", "it is missing");
      }
      stream.handleRequest(exchange);
    };
  }

  private static String host(HttpServerExchange exchange) {
    return RequestedHost.from(Query.parameter(exchange, "host").orElse(""));
  }

  private void connected(Follower follower) {
    String host = host(follower.exchange());
    Optional<Wake> wake = match(host).flatMap(found -> wakes.current(found.project()));
    // Looked up after the wake: one that ended in between has left its route there.
    Optional<Route> route = match(host);
    if (route.isPresent() && route.get().isRunning()) {
      follower.last("ready", Map.of());
    } else if (route.isPresent() && wake.isPresent()) {
      follow(follower, host, route.get(), wake.get());
    } else {
      follower.last("failed", notWaking(host, route));
    }
  }

  private Optional<Route> match(String host) {
    return routes.table().get().match(host);
  }

  private static void follow(Follower follower, String host, Route route, Wake wake) {
    Latest.Subscription subscription = wake.progress().subscribe(_ -> sendNewest(follower, wake));
    follower.onEnd(subscription::close);
    sendNewest(follower, wake);
    var _ =
        wake.outcome(route.service())
            .thenAccept(
                outcome -> {
                  subscription.close();
                  if (outcome instanceof WakeOutcome.Ready) {
                    follower.last("ready", Map.of());
                  } else {
                    follower.last("failed", WakeProblem.of(outcome, host, route.project()));
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
  private static void sendNewest(Follower follower, Wake wake) {
    synchronized (follower) {
      follower.send("steps", ProgressWire.from(wake));
    }
  }
}
