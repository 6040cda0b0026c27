package dev.reveille.api;

import dev.reveille.route.Route;
import dev.reveille.route.Upstream;
import java.util.List;

/**
 * A route as it is sent.
 *
 * @param host the pattern, which is its key: {@code shop.test}, {@code *.shop.test}
 * @param state {@code running}, or {@code asleep} for anything that can't be proxied at once
 * @param upstreams {@code 172.18.0.3:80}
 */
record RouteWire(String host, String project, String state, List<String> upstreams) {
  static RouteWire from(Route route) {
    return new RouteWire(
        route.host().text(),
        route.project(),
        route.isRunning() ? "running" : "asleep",
        route.upstreams().stream().map(Upstream::toString).toList());
  }
}
