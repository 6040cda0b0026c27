package dev.reveille.wake;

import dev.reveille.concurrent.Latest;
import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.EngineRefused;
import dev.reveille.project.EngineUnreachable;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import dev.reveille.wake.ServiceStart.Milestone;
import dev.reveille.wake.ServiceStart.Stopped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One wake of one project: all its containers, each on its own thread, ordered by what they wait
 * for in each other. Safe for use by many threads.
 */
public final class Wake {
  private final Project project;
  private final StartOrder order;
  private final Means means;
  private final boolean mayStart;
  private final SequencedMap<String, ServiceStart> services = new TreeMap<>();
  private final Latest<Progress> progress;
  private final List<Moment> moments = new ArrayList<>();
  private volatile Instant begun;

  /**
   * What a wake works with.
   *
   * @param timeout how long it may take in all
   * @param gate through which containers are started
   * @param look begins a look at what the engine has
   */
  record Means(
      ContainerEngine engine,
      StartGate gate,
      Probe probe,
      Timer timer,
      Duration timeout,
      Supplier<CompletableFuture<Projects>> look,
      Publisher publisher,
      WakingNetworks networks) {}

  /** Makes the route to a container that answers; returns when it is there. */
  @FunctionalInterface
  interface Publisher {
    /**
     * Called before any visitor hears of it.
     *
     * @param lookSinceStart began when the container had been started, and is mostly over by now
     */
    void publish(Member answering, CompletableFuture<Projects> lookSinceStart);
  }

  Wake(Project project, Means means) {
    this(project, means, true);
  }

  /** Follows what somebody else started until it answers; starts nothing. */
  static Wake watching(Project project, Means means) {
    return new Wake(project, means, false);
  }

  private Wake(Project project, Means means, boolean mayStart) {
    this.project = project;
    this.mayStart = mayStart;
    this.order = StartOrder.of(project);
    this.means = means;
    this.begun = means.timer().instant();
    for (String service : project.services()) {
      int replicas = project.membersOf(service).size();
      services.put(service, new ServiceStart(service, replicas, this::tellProgress, means.timer()));
    }
    this.progress = new Latest<>(new Progress(0, steps()));
  }

  public Project project() {
    return project;
  }

  /** When it left the queue, or was asked for while it is still there. */
  public Instant begun() {
    return begun;
  }

  /** Listeners are called on the wake's threads. */
  public Latest<Progress> progress() {
    return progress;
  }

  /** What each service reached when, oldest first. */
  public synchronized List<Moment> moments() {
    return List.copyOf(moments);
  }

  /** Shows a place in the queue, until the wake begins. */
  void queued(int position) {
    progress.set(new Progress(position, steps()));
  }

  /** How it ends for the visitors of one service, also where that came after the wake had begun. */
  public CompletableFuture<WakeOutcome> outcome(String service) {
    if (!services.containsKey(service)) {
      String reason = "service %s came while the project was waking".formatted(service);
      return CompletableFuture.completedFuture(new WakeOutcome.NotReadyInTime(reason));
    }
    return service(service)
        .when(Milestone.READY)
        .handle(
            (_, failure) ->
                switch (failure) {
                  case null -> new WakeOutcome.Ready();
                  case Stopped stopped -> stopped.outcome();
                  default -> throw new IllegalStateException(failure);
                });
  }

  /** It does not begin at all. */
  void refuse(WakeOutcome outcome) {
    services.values().forEach(service -> service.stop(outcome));
  }

  /** Starts everything; returns when nothing is left to do, at the deadline at the latest. */
  void run() {
    begun = means.timer().instant();
    progress.set(new Progress(0, steps()));
    var cycle = order.cycle();
    if (cycle.isPresent()) {
      refuseCircle(String.join(" → ", cycle.get()));
      return;
    }
    try (var threads = Threads.perTask("wake-" + project.name())) {
      prepareNetworks();
      project
          .members()
          .forEach(member -> threads.execute(() -> new MemberStart(this, member).run()));
    } catch (EngineRefused e) {
      refuseAsFailed(
          "cannot make the networks of project %s: %s".formatted(project.name(), e.reason()));
    } catch (EngineUnreachable e) {
      refuse(new WakeOutcome.EngineGone(String.valueOf(e.getMessage())));
    } finally {
      stopUnfinished();
    }
  }

  private void prepareNetworks() {
    if (mayStart) {
      means.networks().prepare(project);
    }
  }

  /** What has been started is about to be asked whether it answers. */
  void joinNetworks() {
    means.networks().join(project);
  }

  ContainerEngine engine() {
    return means.engine();
  }

  StartGate gate() {
    return means.gate();
  }

  Probe probe() {
    return means.probe();
  }

  Timer timer() {
    return means.timer();
  }

  StartOrder order() {
    return order;
  }

  ServiceStart service(String name) {
    ServiceStart service = services.get(name);
    if (service == null) {
      throw new IllegalArgumentException(
          "project %s has no service %s".formatted(project.name(), name));
    }
    return service;
  }

  boolean mayStart() {
    return mayStart;
  }

  Duration left() {
    return means.timer().left(begun, means.timeout());
  }

  /** A look at what the engine has, which begins now. */
  CompletableFuture<Projects> look() {
    return means.look().get();
  }

  void publishReady(Member answering, CompletableFuture<Projects> lookSinceStart) {
    means.publisher().publish(answering, lookSinceStart);
  }

  /** A service won't get any further, and so none of those that need it. */
  void stop(String service, WakeOutcome outcome) {
    order.needing(service).forEach(name -> service(name).stop(outcome));
    if (!isWanted()) {
      services.values().forEach(each -> each.stop(outcome));
    }
  }

  /** Whether a service that visitors come for is still on its way. */
  boolean isAwaitedByVisitors() {
    return visited().stream().anyMatch(service -> !service.when(Milestone.READY).isDone());
  }

  /**
   * Whether the rest of the project is of use: some visited service is ready or may be yet, or
   * there is none to wait for.
   */
  boolean isWanted() {
    List<ServiceStart> visited = visited();
    return visited.isEmpty()
        || visited.stream()
            .anyMatch(service -> !service.when(Milestone.READY).isCompletedExceptionally());
  }

  List<Step> steps() {
    return services.values().stream().map(ServiceStart::step).toList();
  }

  /** How long each service stayed in each step. */
  List<StepTime> times() {
    return services.values().stream().flatMap(it -> it.times(begun).stream()).toList();
  }

  private List<ServiceStart> visited() {
    return project.members().stream()
        .filter(Member::claimsHosts)
        .map(member -> service(member.service()))
        .distinct()
        .toList();
  }

  /** Nobody waits for ever, not even where a thread has ended by a fault of ours. */
  private void stopUnfinished() {
    visited().stream()
        .filter(service -> !service.when(Milestone.READY).isDone())
        .forEach(service -> service.stop(new WakeOutcome.NotReadyInTime("the wake was given up")));
  }

  private void refuseCircle(String circle) {
    String reason =
        "the services of project %s wait for each other: %s".formatted(project.name(), circle);
    refuseAsFailed(reason);
  }

  private void refuseAsFailed(String reason) {
    refuse(new WakeOutcome.Failed(reason, project.name(), OptionalInt.empty(), List.of()));
  }

  /** One at a time, so that an older progress never overtakes a newer one. */
  private synchronized void tellProgress() {
    List<Step> before = progress.get().steps();
    List<Step> now = steps();
    now.stream()
        .filter(step -> !before.contains(step))
        .forEach(
            step -> moments.add(new Moment(means.timer().instant(), step.service(), step.state())));
    progress.set(new Progress(0, now));
  }
}
