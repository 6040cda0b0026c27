package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.route.Route;
import dev.reveille.route.Upstream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A route as it is sent.
 *
 * @param host the pattern, which is its key: {@code shop.test}, {@code *.shop.test}
 * @param state {@code running}, or {@code asleep} for anything that can't be proxied at once
 * @param upstreams {@code 172.18.0.3:80}
 * @param hsts the value of {@code Strict-Transport-Security}; absent where there is to be none
 * @param ignore paths whose requests do not count as use; absent where there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RouteWire(
    String host,
    String project,
    String state,
    List<String> upstreams,
    @Nullable String hsts,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> ignore) {
  /**
   * @param hsts what the setting HSTS says
   */
  static RouteWire from(Route route, Optional<String> hsts) {
    return new RouteWire(
        route.host().text(),
        route.project(),
        route.isRunning() ? "running" : "asleep",
        route.upstreams().stream().map(Upstream::toString).toList(),
        route.https().hstsOr(hsts).orElse(null),
        route.ignoredPaths());
  }
}
