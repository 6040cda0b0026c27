package dev.reveille.wake;

import dev.reveille.project.EngineState;
import dev.reveille.project.Inventory;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import dev.reveille.route.ReadyContainers;
import dev.reveille.route.Route;
import dev.reveille.route.RouteTable;
import dev.reveille.route.Routes;
import dev.reveille.wake.VisitPolicy.Admission;
import java.time.Duration;
import java.util.Optional;

/**
 * Receives the requests that the gateway can't serve by itself. Answers at once, without waiting.
 */
public final class Visits {
  private final Inventory inventory;
  private final Routes routes;
  private final ReadyContainers ready;
  private final VisitPolicy policy;
  private final ClientRate rate;
  private final Wakes wakes;

  public Visits(
      Inventory inventory,
      Routes routes,
      ReadyContainers ready,
      VisitPolicy policy,
      ClientRate rate,
      Wakes wakes) {
    this.inventory = inventory;
    this.routes = routes;
    this.ready = ready;
    this.policy = policy;
    this.rate = rate;
    this.wakes = wakes;
  }

  /** What a visit meets. */
  public sealed interface Answer {
    /** No container claims the host. */
    record NoSuchHost() implements Answer {}

    /** It is ready already. */
    record Running(Route route, RouteTable table) implements Answer {}

    /**
     * It wakes.
     *
     * @param service the one that the host leads to
     * @param hold for how long the visitor is held
     * @param thenPage whether the loading page follows, when it is not ready by then
     */
    record Waking(Wake wake, String service, Duration hold, boolean thenPage) implements Answer {}

    /** Visits do not wake it. */
    record AutostartOff(String project) implements Answer {}

    /** Such visits do not wake anything; {@code what} was recognised. */
    record Ignored(String project, String what) implements Answer {}

    /** The client has begun too many wakes. */
    record TooMany(String project, Duration retryAfter) implements Answer {}

    /** The last wake failed a moment ago, and this is how. */
    record FailedBefore(String project, WakeOutcome outcome) implements Answer {}
  }

  /** Decides what happens to a visit; begins or joins a wake where it may. */
  public Answer receive(Visit visit) {
    RouteTable table = routes.table().get();
    Optional<Route> found = table.match(visit.host());
    if (found.isEmpty()) {
      return new Answer.NoSuchHost();
    }
    Route route = found.get();
    if (route.isRunning() && !visit.stale()) {
      return new Answer.Running(route, table);
    }
    return inventory
        .projects()
        .get()
        .find(route.project())
        .map(project -> receive(visit, project, route.service()))
        .orElseGet(Answer.NoSuchHost::new);
  }

  /** Whether visits wake a project, by a host that leads to this service. */
  public boolean mayWake(Project project, String service) {
    return policy.wakes(project, service);
  }

  private Answer receive(Visit visit, Project project, String service) {
    return switch (policy.decide(visit, project, service)) {
      case Admission.AutostartOff() -> withoutAutostart(project, service);
      case Admission.Ignored(var what) -> new Answer.Ignored(project.name(), what);
      case Admission.Admitted(var hold, var thenPage) -> {
        Optional<Answer> refused = refusal(visit, project, service);
        yield refused.orElseGet(
            () -> new Answer.Waking(wake(visit, project, service), service, hold, thenPage));
      }
    };
  }

  /** What an administrator, or somebody on the host, starts is waited for all the same. */
  private Answer withoutAutostart(Project project, String service) {
    return wakes
        .current(project.name())
        .<Answer>map(wake -> new Answer.Waking(wake, service, Duration.ZERO, true))
        .orElseGet(() -> asItIs(project, service));
  }

  private static Answer asItIs(Project project, String service) {
    return project.membersOf(service).stream()
        .filter(member -> member.container().isRunning())
        .findFirst()
        .<Answer>map(member -> new Answer.FailedBefore(project.name(), silent(member)))
        .orElseGet(() -> new Answer.AutostartOff(project.name()));
  }

  private static WakeOutcome silent(Member member) {
    String reason = "container %s runs, but does not answer".formatted(member.name());
    return new WakeOutcome.NotReadyInTime(reason);
  }

  private Optional<Answer> refusal(Visit visit, Project project, String service) {
    if (wakes.current(project.name()).isPresent()) {
      return Optional.empty();
    }
    if (inventory.engine().get() instanceof EngineState.Unreachable(_, var reason)) {
      return Optional.of(
          new Answer.FailedBefore(project.name(), new WakeOutcome.EngineGone(reason)));
    }
    Optional<WakeOutcome> failure = wakes.recentFailure(project.name(), service);
    if (failure.isPresent()) {
      return Optional.of(new Answer.FailedBefore(project.name(), failure.get()));
    }
    Duration wait = visit.stale() ? Duration.ZERO : rate.take(visit.client());
    return wait.isPositive()
        ? Optional.of(new Answer.TooMany(project.name(), wait))
        : Optional.empty();
  }

  private Wake wake(Visit visit, Project project, String service) {
    // A wake that is under way would not make its route again.
    if (visit.stale() && wakes.current(project.name()).isEmpty()) {
      ready.forget(project.membersOf(service).stream().map(Member::id).toList());
    }
    return wakes.wake(project);
  }
}
