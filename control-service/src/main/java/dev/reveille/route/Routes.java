package dev.reveille.route;

import dev.reveille.concurrent.Latest;
import dev.reveille.project.Problem;
import dev.reveille.project.Projects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a new route table whenever projects or their readiness change a route, and remembers
 * which version changed what, so that a gateway is told only of that.
 */
public final class Routes {
  private static final Logger log = LoggerFactory.getLogger(Routes.class);

  private static final int REMOVED_HOSTS_KEPT = 1_000;

  private final Latest<RouteTable> table;
  private final Map<String, Long> changedAt = new HashMap<>();
  private List<Problem> conflicts = List.of();
  private Optional<Projects> projects = Optional.empty();
  private Set<String> ready = Set.of();
  private final CompletableFuture<Void> seen = new CompletableFuture<>();
  private long forgottenUpTo;

  /**
   * Makes an empty table.
   *
   * @param epoch unlike that of any earlier start
   */
  public Routes(String epoch) {
    this.table = new Latest<>(new RouteTable(new Version(epoch, 0), List.of()));
  }

  /** The newest table; number 0 until the engine has been seen. */
  public Latest<RouteTable> table() {
    return table;
  }

  /** Completes when the engine has been seen; before, the table is empty and says nothing. */
  public CompletableFuture<Void> seen() {
    return seen;
  }

  /** Hosts that two claim, as of the newest table. */
  public synchronized List<Problem> conflicts() {
    return conflicts;
  }

  /** What the engine has by now. */
  public synchronized void projects(Projects now) {
    projects = Optional.of(now);
    publish(now);
    seen.complete(null);
  }

  /** Which containers answer by now. */
  public synchronized void ready(Set<String> now) {
    ready = now;
    projects.ifPresent(this::publish);
  }

  /** What a gateway that has {@code after} needs to have the newest table. */
  public synchronized Change since(Version after) {
    RouteTable now = table.get();
    boolean known = after.epoch().equals(now.version().epoch());
    if (!known || after.number() > now.version().number() || after.number() < forgottenUpTo) {
      return everything();
    }
    List<Route> changed = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    changedAt.forEach(
        (host, number) -> {
          Route route = now.routes().get(host);
          if (number > after.number() && route != null) {
            changed.add(route);
          } else if (number > after.number()) {
            removed.add(host);
          }
        });
    return new Change(now.version(), false, changed, removed);
  }

  /** The whole table, for a gateway that has none or one of an earlier start. */
  public synchronized Change everything() {
    RouteTable now = table.get();
    return new Change(now.version(), true, List.copyOf(now.routes().values()), List.of());
  }

  /**
   * Routes for a gateway.
   *
   * @param full whether {@code routes} is all there is
   * @param removed patterns that are no longer claimed
   */
  public record Change(Version version, boolean full, List<Route> routes, List<String> removed) {
    public Change {
      routes = List.copyOf(routes);
      removed = List.copyOf(removed);
    }
  }

  private void publish(Projects current) {
    Claims claims = Claims.of(current);
    tellNew(claims.problems());
    conflicts = List.copyOf(claims.problems());
    RouteTable before = table.get();
    RouteTable after = new RouteTable(before.version().next(), claims.routes(ready));
    Collection<String> changed = differences(before, after);
    if (changed.isEmpty() && before.version().number() > 0) {
      return;
    }
    changed.forEach(host -> changedAt.put(host, after.version().number()));
    forgetRemoved(after);
    table.set(after);
  }

  /** A host that comes and goes for each branch must not make the memory grow for ever. */
  private void forgetRemoved(RouteTable now) {
    if (changedAt.size() - now.routes().size() > REMOVED_HOSTS_KEPT) {
      changedAt.keySet().retainAll(now.routes().keySet());
      forgottenUpTo = now.version().number();
    }
  }

  private static Collection<String> differences(RouteTable before, RouteTable after) {
    List<String> hosts = new ArrayList<>();
    after
        .routes()
        .forEach(
            (host, route) -> {
              if (!route.equals(before.routes().get(host))) {
                hosts.add(host);
              }
            });
    before.routes().keySet().stream()
        .filter(host -> !after.routes().containsKey(host))
        .forEach(hosts::add);
    return hosts;
  }

  private void tellNew(List<Problem> found) {
    for (Problem problem : found) {
      if (!conflicts.contains(problem)) {
        log.warn(
            "Problem project={} container={} {}",
            problem.project(),
            problem.container(),
            problem.text());
      }
    }
  }
}
