package dev.reveille.route;

import dev.reveille.concurrent.Latest;
import dev.reveille.project.HostPattern;
import dev.reveille.project.Problem;
import dev.reveille.project.Projects;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a new route table whenever projects, their readiness or certificates change it, and
 * remembers which version changed what, so that a gateway is told only of that.
 */
public final class Routes {
  private static final Logger log = LoggerFactory.getLogger(Routes.class);

  private final Latest<RouteTable> table;
  private final Optional<HostPattern> own;
  private final ChangeLog routeChanges = new ChangeLog();
  private final ChangeLog certificateChanges = new ChangeLog();
  private List<Problem> conflicts = List.of();
  private Optional<Projects> projects = Optional.empty();
  private Set<String> ready = Set.of();
  private Map<String, CertificateMark> certificates = Map.of();
  private final Latest<Long> taken = new Latest<>(0L);
  private final CompletableFuture<Void> seen = new CompletableFuture<>();

  /**
   * Makes an empty table.
   *
   * @param epoch unlike that of any earlier start
   */
  public Routes(String epoch) {
    this(epoch, Optional.empty());
  }

  /** The same, without a route to the dashboard's host: no project gets it. */
  public Routes(String epoch, Optional<String> adminHost) {
    this.own = adminHost.map(HostPattern.Exact::new);
    this.table = new Latest<>(new RouteTable(new Version(epoch, 0), List.of(), Map.of()));
  }

  /** The dashboard's host, where it has one. */
  public Optional<String> ownHost() {
    return own.map(HostPattern::text);
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

  /** Which certificate is shown for which name by now; the version in which the table says so. */
  public synchronized Version certificates(Map<String, CertificateMark> now) {
    certificates = Map.copyOf(now);
    projects.ifPresent(this::publish);
    return table.get().version();
  }

  /** What a gateway that has {@code after} needs to have the newest table. */
  public synchronized Change since(Version after) {
    RouteTable now = table.get();
    long number = after.number();
    boolean known =
        after.epoch().equals(now.version().epoch())
            && number <= now.version().number()
            && routeChanges.reachesBackTo(number)
            && certificateChanges.reachesBackTo(number);
    if (!known) {
      return everything();
    }
    return new Change(
        now.version(),
        false,
        routeChanges.changedSince(number, now.routes()).values(),
        routeChanges.removedSince(number, now.routes().keySet()),
        certificateChanges.changedSince(number, now.certificates()),
        certificateChanges.removedSince(number, now.certificates().keySet()));
  }

  /** A gateway has everything of that version, its certificates too. */
  public void taken(Version version) {
    if (version.epoch().equals(table.get().version().epoch())) {
      taken.set(version.number());
    }
  }

  /** The newest version that a gateway was seen to have; 0 for none of this start. */
  public Latest<Long> taken() {
    return taken;
  }

  /** The whole table, for a gateway that has none or one of an earlier start. */
  public synchronized Change everything() {
    RouteTable now = table.get();
    return new Change(
        now.version(), true, now.routes().values(), List.of(), now.certificates(), List.of());
  }

  /**
   * Routes and certificates for a gateway.
   *
   * @param full whether {@code routes} and {@code certificates} are all there is
   * @param removed patterns that are no longer claimed
   * @param certificates by the name for which each is shown
   * @param removedCertificates names that have none any more
   */
  public record Change(
      Version version,
      boolean full,
      Collection<Route> routes,
      List<String> removed,
      Map<String, CertificateMark> certificates,
      List<String> removedCertificates) {
    public Change {
      routes = List.copyOf(routes);
      removed = List.copyOf(removed);
      certificates = Map.copyOf(certificates);
      removedCertificates = List.copyOf(removedCertificates);
    }
  }

  private void publish(Projects current) {
    Claims claims = Claims.of(current, own);
    tellNew(claims.problems());
    conflicts = List.copyOf(claims.problems());
    RouteTable before = table.get();
    RouteTable after = new RouteTable(before.version().next(), claims.routes(ready), certificates);
    boolean isSame =
        before.routes().equals(after.routes())
            && before.certificates().equals(after.certificates());
    if (isSame && before.version().number() > 0) {
      return;
    }
    long number = after.version().number();
    routeChanges.note(before.routes(), after.routes(), number);
    certificateChanges.note(before.certificates(), after.certificates(), number);
    table.set(after);
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
