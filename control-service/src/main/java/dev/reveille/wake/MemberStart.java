package dev.reveille.wake;

import dev.reveille.concurrent.Backoff;
import dev.reveille.project.Container.Health;
import dev.reveille.project.ContainerDetail;
import dev.reveille.project.Dependency;
import dev.reveille.project.Dependency.Condition;
import dev.reveille.project.EngineRefused;
import dev.reveille.project.EngineUnreachable;
import dev.reveille.project.Member;
import dev.reveille.project.Projects;
import dev.reveille.wake.ServiceStart.Milestone;
import dev.reveille.wake.ServiceStart.Stopped;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one container up during a wake: waits for what goes before it, starts it, and follows it
 * until it is ready, or the wake needs it no more. Runs on a thread of its own.
 */
final class MemberStart {
  private static final Logger log = LoggerFactory.getLogger(MemberStart.class);

  /** Where dependencies are not known, a container may end because another is not there yet. */
  private static final int STARTS_AGAIN = 5;

  /** How often the engine may restart it by its own policy before that counts as a crash. */
  private static final int ENGINE_RESTARTS = 6;

  private static final int LOG_LINES = 20;

  /** At the deadline a dependency has this long to say why it did not get there. */
  private static final Duration LAST_WORD = Duration.ofMillis(500);

  private final Wake wake;
  private final Member member;
  private final ServiceStart service;
  private final Set<Milestone> told = EnumSet.noneOf(Milestone.class);
  private final Backoff again = new Backoff(Duration.ofMillis(250), 2, Duration.ofSeconds(4));
  private CompletableFuture<Projects> lookSinceStart =
      CompletableFuture.completedFuture(Projects.NONE);
  private int startsAgain;
  private int restartsBefore;
  private boolean settled;
  private boolean joined;
  private String waitingFor = "has not been started";

  MemberStart(Wake wake, Member member) {
    this.wake = wake;
    this.member = member;
    this.service = wake.service(member.service());
  }

  /** Ends by itself at the wake's deadline; what goes wrong is told to the wake. */
  void run() {
    try {
      awaitDependencies();
      ContainerDetail before = wake.engine().inspect(member.id());
      if (!completedEarlier(before)) {
        start(before);
        follow();
      }
    } catch (EngineRefused e) {
      String reason = "cannot start container %s: %s".formatted(member.name(), e.reason());
      stop(new WakeOutcome.Failed(reason, member.name(), OptionalInt.empty(), List.of()));
    } catch (EngineUnreachable e) {
      stop(new WakeOutcome.EngineGone(String.valueOf(e.getMessage())));
    } catch (TimeoutException e) {
      stop(new WakeOutcome.NotReadyInTime("container %s %s".formatted(member.name(), waitingFor)));
    } catch (Stopped e) {
      stop(e.outcome());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop(new WakeOutcome.NotReadyInTime("the control service is stopping"));
    } catch (RuntimeException e) {
      log.error(
          "Could not start container={}, by a fault of the control service", member.name(), e);
      String reason = "container %s: the control service failed".formatted(member.name());
      stop(new WakeOutcome.Failed(reason, member.name(), OptionalInt.empty(), List.of()));
    }
  }

  private void stop(WakeOutcome outcome) {
    wake.stop(member.service(), outcome);
  }

  private void awaitDependencies() throws InterruptedException, TimeoutException {
    Optional<String> missing = wake.order().missing(member.service());
    if (missing.isPresent()) {
      throw failure("needs service %s, which has no container".formatted(missing.get()));
    }
    for (Dependency dependency : wake.order().before(member.service())) {
      waitingFor =
          "waits for service %s to be %s".formatted(dependency.service(), word(dependency));
      await(dependency);
    }
  }

  private void await(Dependency dependency) throws InterruptedException, TimeoutException {
    try {
      wake.service(dependency.service())
          .when(milestone(dependency.condition()))
          .get(wake.left().plus(LAST_WORD).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof Stopped stopped)) {
        throw new IllegalStateException(e);
      }
      if (!dependency.isOptional()) {
        throw stopped;
      }
    }
  }

  private static Milestone milestone(Condition condition) {
    return switch (condition) {
      case SERVICE_STARTED -> Milestone.STARTED;
      case SERVICE_HEALTHY -> Milestone.HEALTHY;
      case SERVICE_COMPLETED_SUCCESSFULLY -> Milestone.COMPLETED;
      case STARTED_OR_HEALTHY -> Milestone.STARTED_OR_HEALTHY;
    };
  }

  private static String word(Dependency dependency) {
    return switch (dependency.condition()) {
      case SERVICE_STARTED -> "started";
      case SERVICE_HEALTHY -> "healthy";
      case SERVICE_COMPLETED_SUCCESSFULLY -> "completed";
      case STARTED_OR_HEALTHY -> "started or healthy";
    };
  }

  /** A one-shot container that has done its work is not run again. */
  private boolean completedEarlier(ContainerDetail before) {
    if (!isOneShot() || !before.hasCompleted() || !mayComplete()) {
      return false;
    }
    tellCompleted();
    return true;
  }

  private boolean isOneShot() {
    return member.oneShot()
        || wake.order().isAwaited(member.service(), Condition.SERVICE_COMPLETED_SUCCESSFULLY);
  }

  /** What the engine listed when the wake began may have changed since, so it is asked again. */
  private void start(ContainerDetail before) throws InterruptedException, TimeoutException {
    waitingFor = "has not been started";
    if (!wake.mayStart()) {
      return;
    }
    restartsBefore = before.restartCount();
    switch (before.container().status()) {
      case RUNNING -> restartAfterDependency();
      case PAUSED -> {
        service.starting();
        wake.engine().unpause(member.id());
        lookSinceStart = wake.look();
      }
      case RESTARTING -> service.starting();
      case CREATED, EXITED, DEAD, REMOVING -> {
        service.starting();
        startInTurn();
        restartsBefore = 0;
      }
    }
  }

  private void startInTurn() throws InterruptedException, TimeoutException {
    waitingFor = "has not been started: the engine is busy with starts of other containers";
    wake.gate().start(wake.engine(), member.id(), wake.left());
    waitingFor = "does not run yet";
    lookSinceStart = wake.look();
  }

  /** Compose's {@code restart: true}: restarted when what it depends on was started anew. */
  private void restartAfterDependency() {
    boolean renewed =
        wake.order().before(member.service()).stream()
            .filter(Dependency::restart)
            .anyMatch(dependency -> wake.service(dependency.service()).startedHere());
    if (renewed) {
      service.starting();
      wake.engine().restart(member.id());
      lookSinceStart = wake.look();
      restartsBefore = 0;
    }
  }

  private void follow() throws InterruptedException, TimeoutException {
    Backoff between = new Backoff(Duration.ofMillis(5), 1.5, Duration.ofMillis(100));
    while (!look()) {
      if (wake.left().isZero()) {
        endAtDeadline();
        return;
      }
      pause(between.next());
    }
  }

  /** What has got where others need it is not to blame that the time is over. */
  private void endAtDeadline() throws TimeoutException {
    if (isAwaited()) {
      throw new TimeoutException();
    }
  }

  /** Ends at the wake's deadline at the latest. */
  private void pause(Duration time) throws InterruptedException {
    Duration left = wake.left();
    wake.timer().sleep(time.compareTo(left) < 0 ? time : left);
  }

  /** One look at the container; says whether there is nothing more to wait for. */
  private boolean look() throws InterruptedException, TimeoutException {
    try {
      ContainerDetail now = wake.engine().inspect(member.id());
      return switch (now.container().status()) {
        case RUNNING -> lookAtRunning(now);
        case EXITED, DEAD -> lookAtEnded(now);
        case RESTARTING -> lookAtRestarting(now);
        case CREATED, PAUSED, REMOVING -> !isNeeded();
      };
    } catch (EngineUnreachable e) {
      waitingFor = "is not known to run: " + e.getMessage();
      return false;
    }
  }

  private boolean lookAtRunning(ContainerDetail now) throws InterruptedException {
    tell(Milestone.STARTED);
    if (!lookAtHealth(now)) {
      return !isNeeded();
    }
    if (member.claimsHosts() && !told.contains(Milestone.READY)) {
      lookAtAnswer(now);
    }
    return !isNeeded();
  }

  /** Whether its health lets it be used. */
  private boolean lookAtHealth(ContainerDetail now) {
    Health health = now.container().health();
    if (health == Health.UNHEALTHY) {
      throw failure("is unhealthy", OptionalInt.empty(), now.healthOutput().stream().toList());
    }
    if (now.hasHealthcheck() && health != Health.HEALTHY) {
      waitingFor = "is not healthy yet";
      return false;
    }
    tell(Milestone.STARTED_OR_HEALTHY);
    if (now.hasHealthcheck()) {
      tell(Milestone.HEALTHY);
    } else if (wake.order().isAwaited(member.service(), Condition.SERVICE_HEALTHY)) {
      throw failure("has no HEALTHCHECK, but another service waits until it is healthy");
    }
    return true;
  }

  private void lookAtAnswer(ContainerDetail now) throws InterruptedException {
    Member current = member.with(now.container());
    if (!joined) {
      wake.joinNetworks();
      joined = true;
    }
    Optional<String> missing = wake.probe().missing(current);
    if (missing.isPresent()) {
      waitingFor = missing.get();
      return;
    }
    if (!settled && member.readyAfter().isPositive()) {
      settled = true;
      waitingFor = "answers, and has to go on doing so for the time of its label";
      pause(member.readyAfter());
      return;
    }
    wake.publishReady(current, lookSinceStart);
    tell(Milestone.READY);
  }

  private boolean lookAtRestarting(ContainerDetail now) {
    boolean crashes = now.restartCount() - restartsBefore >= ENGINE_RESTARTS;
    if (crashes && !told.contains(Milestone.READY)) {
      throw crash(now);
    }
    waitingFor = "is being restarted by the engine";
    return !isNeeded();
  }

  private boolean lookAtEnded(ContainerDetail now) throws InterruptedException, TimeoutException {
    if (now.hasCompleted() && mayComplete()) {
      tellCompleted();
      return true;
    }
    if (wake.order().isOrdered() || startsAgain >= STARTS_AGAIN) {
      throw crash(now);
    }
    startsAgain++;
    waitingFor = "exited with %d, and was started again".formatted(now.exitCode());
    pause(again.next());
    startInTurn();
    return false;
  }

  /** Ending well is fine for whoever claims no host and is not waited for in another way. */
  private boolean mayComplete() {
    return !member.claimsHosts()
        && !wake.order().isAwaited(member.service(), Condition.SERVICE_HEALTHY);
  }

  /** Followed until it has reached what others wait for, and no visitor waits any more. */
  private boolean isNeeded() {
    return wake.isWanted() && (isAwaited() || wake.isAwaitedByVisitors());
  }

  /** Whether it has still to reach what others wait for. */
  private boolean isAwaited() {
    boolean awaitedByVisitors = member.claimsHosts() && !told.contains(Milestone.READY);
    return awaitedByVisitors
        || Stream.of(Condition.values())
            .filter(condition -> wake.order().isAwaited(member.service(), condition))
            .anyMatch(condition -> !told.contains(milestone(condition)));
  }

  private void tellCompleted() {
    tell(Milestone.STARTED);
    tell(Milestone.STARTED_OR_HEALTHY);
    tell(Milestone.COMPLETED);
  }

  private void tell(Milestone milestone) {
    if (told.add(milestone)) {
      service.reached(milestone);
    }
  }

  private Stopped crash(ContainerDetail now) {
    String what = "exited with " + now.exitCode();
    return failure(what, OptionalInt.of(now.exitCode()), lastLogLines());
  }

  private Stopped failure(String what) {
    return failure(what, OptionalInt.empty(), List.of());
  }

  private Stopped failure(String what, OptionalInt exitCode, List<String> lines) {
    String reason = "container %s %s".formatted(member.name(), what);
    return new Stopped(new WakeOutcome.Failed(reason, member.name(), exitCode, lines));
  }

  private List<String> lastLogLines() {
    try {
      return wake.engine().lastLogLines(member.id(), LOG_LINES);
    } catch (EngineRefused | EngineUnreachable e) {
      return List.of("(its log can't be read: %s)".formatted(e.getMessage()));
    }
  }
}
