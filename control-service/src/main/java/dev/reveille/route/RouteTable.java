package dev.reveille.route;

import dev.reveille.project.HostPattern;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All routes at one moment, each host pattern once, and the certificates that go with them;
 * immutable.
 */
public final class RouteTable {
  private final Version version;
  private final Map<String, Route> routes;
  private final List<Route> patterns;
  private final Map<String, CertificateMark> certificates;

  RouteTable(Version version, Collection<Route> routes, Map<String, CertificateMark> certificates) {
    this.version = version;
    this.certificates = Map.copyOf(certificates);
    this.routes =
        Collections.unmodifiableMap(
            routes.stream()
                .collect(
                    Collectors.toMap(
                        route -> route.host().text(),
                        route -> route,
                        (first, _) -> first,
                        TreeMap::new)));
    this.patterns =
        routes.stream()
            .filter(route -> !(route.host() instanceof HostPattern.Exact))
            .sorted((a, b) -> HostPattern.MOST_SPECIFIC_FIRST.compare(a.host(), b.host()))
            .toList();
  }

  public Version version() {
    return version;
  }

  /** By the text of their pattern. */
  public Map<String, Route> routes() {
    return routes;
  }

  /** By the name for which each is shown, as {@link CertificateMark} says. */
  public Map<String, CertificateMark> certificates() {
    return certificates;
  }

  /** The route of the most specific pattern that covers a host name. */
  public Optional<Route> match(String host) {
    Route exact = routes.get(host);
    if (exact != null && exact.host() instanceof HostPattern.Exact) {
      return Optional.of(exact);
    }
    return patterns.stream().filter(route -> route.host().covers(host)).findFirst();
  }
}
