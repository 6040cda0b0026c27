package dev.reveille.wake;

import dev.reveille.concurrent.Durations;
import dev.reveille.concurrent.Latest;
import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import dev.reveille.concurrent.Turns;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.EngineException;
import dev.reveille.project.EngineUnreachable;
import dev.reveille.project.Inventory;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import dev.reveille.route.ReadyContainers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All wakes: one at a time for each project, which latecomers join and which goes on when the
 * visitor who began it has left; a limited number at a time in all.
 */
public final class Wakes {
  private static final Logger log = LoggerFactory.getLogger(Wakes.class);

  /** Whoever comes this soon after a failure is told of it, instead of trying the same again. */
  private static final Duration FAILURE_REMEMBERED = Duration.ofSeconds(10);

  private static final int WAKES_REMEMBERED = 8;

  private static final Duration REFRESH_LIMIT = Duration.ofSeconds(5);

  private final Inventory inventory;
  private final ReadyContainers ready;
  private final Timer timer;
  private final Wake.Means means;
  private final WakeQueue queue;
  private final WakeListener listener;
  private final Turns turns;
  private final Room room;
  private final Map<String, Wake> current = new ConcurrentHashMap<>();

  /** Of each project, newest first. */
  private final Map<String, List<WakeRecord>> past = new ConcurrentHashMap<>();

  /**
   * Limits of wakes.
   *
   * @param timeout how long one may take, from the moment it leaves the queue
   * @param maxConcurrent how many run at a time
   * @param maxStarts how many containers of all of them the engine starts at a time
   */
  public record Settings(Duration timeout, int maxConcurrent, int maxStarts) {}

  /**
   * What wakes work with.
   *
   * @param turns a project is not woken while it is put to sleep or removed
   * @param room whether one more project may run
   * @param networks what goes with a project's containers
   * @param listener hears how they end
   */
  public record Parts(
      ContainerEngine engine,
      Inventory inventory,
      ReadyContainers ready,
      Probe probe,
      Turns turns,
      Room room,
      WakingNetworks networks,
      Timer timer,
      WakeListener listener) {}

  public Wakes(Parts parts, Settings settings) {
    this.inventory = parts.inventory();
    this.ready = parts.ready();
    this.timer = parts.timer();
    this.turns = parts.turns();
    this.room = parts.room();
    this.listener = parts.listener();
    this.means =
        new Wake.Means(
            parts.engine(),
            new StartGate(settings.maxStarts()),
            parts.probe(),
            timer,
            settings.timeout(),
            inventory::refresh,
            this::publishReady,
            parts.networks());
    this.queue = new WakeQueue(settings.maxConcurrent());
  }

  /** Joins the project's wake, or begins one. */
  public Wake wake(Project project) {
    Wake joined = current.get(project.name());
    return joined != null ? joined : begin(project);
  }

  /** The project's wake, queued or under way. */
  public Optional<Wake> current(String project) {
    return Optional.ofNullable(current.get(project));
  }

  /** How the project's last wake went, as long as the project is there. */
  public Optional<WakeRecord> last(String project) {
    return past(project).stream().findFirst();
  }

  /** How the project's last wakes went, newest first, as long as the project is there. */
  public List<WakeRecord> past(String project) {
    return past.getOrDefault(project, List.of());
  }

  /** How the last wake failed for a service, if that was a moment ago and would happen again. */
  public Optional<WakeOutcome> recentFailure(String project, String service) {
    return last(project)
        .filter(wake -> timer.instant().isBefore(wake.ended().plus(FAILURE_REMEMBERED)))
        .flatMap(wake -> Optional.ofNullable(wake.outcomes().get(service)))
        .filter(Wakes::wouldHappenAgain);
  }

  /**
   * Watches a container that somebody else started until it answers, and makes its route then. It
   * is not a wake: nothing is started, nobody is told, and a visitor's wake is not held up by it.
   */
  void adopt(Project project, Member member) {
    Wake alone = Wake.watching(new Project(project.name(), List.of(member.alone())), means);
    Threads.start(
        "adopt-" + member.name(),
        () -> {
          alone.run();
          tell(alone, WakeEnd.Kind.ADOPTED, outcomes(alone).values(), took(alone));
        });
  }

  /** Forgets the wakes of projects that are gone. */
  void keepOnly(java.util.Set<String> projects) {
    past.keySet().retainAll(projects);
  }

  /** An engine that was gone may be back. */
  private static boolean wouldHappenAgain(WakeOutcome outcome) {
    return switch (outcome) {
      case WakeOutcome.Ready _, WakeOutcome.EngineGone _ -> false;
      case WakeOutcome.Failed _, WakeOutcome.NotReadyInTime _ -> true;
    };
  }

  /**
   * Seen by everybody before it starts anything, so that nobody takes its containers for others'.
   */
  private Wake begin(Project project) {
    Wake wake = new Wake(project, means);
    Wake other = current.putIfAbsent(project.name(), wake);
    if (other != null) {
      return other;
    }
    Turns.Turn turn = turns.ask(project.name());
    Threads.start("wake-" + project.name(), () -> run(wake, turn));
    return wake;
  }

  /** Whoever puts the project to sleep sees that its turn is wanted, and stops where it can. */
  private void run(Wake wake, Turns.Turn turn) {
    String project = wake.project().name();
    try (turn) {
      turn.await();
      Optional<String> full = room.await(wake.project(), means.timeout(), wake::queued);
      if (full.isPresent()) {
        wake.refuse(new WakeOutcome.NotReadyInTime(full.get()));
      } else {
        runInTurn(wake);
      }
      remember(project, record(wake));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      wake.refuse(new WakeOutcome.NotReadyInTime("the control service is stopping"));
    } finally {
      room.leave(wake.project());
      current.remove(project, wake);
    }
  }

  private void runInTurn(Wake wake) {
    queue.enter(wake).join();
    try {
      log.info("Waking project={}", wake.project().name());
      wake.run();
    } finally {
      queue.leave();
    }
  }

  private void remember(String project, WakeRecord record) {
    past.merge(
        project,
        List.of(record),
        (older, newest) ->
            Stream.concat(newest.stream(), older.stream()).limit(WAKES_REMEMBERED).toList());
  }

  private WakeRecord record(Wake wake) {
    Duration took = took(wake);
    Map<String, WakeOutcome> outcomes = outcomes(wake);
    tell(wake, WakeEnd.kind(wake.project()), outcomes.values(), took);
    outcomes.values().stream().distinct().forEach(outcome -> tell(wake, outcome, took));
    if (outcomes.values().stream().anyMatch(WakeOutcome.EngineGone.class::isInstance)) {
      inventory.lookSoon(); // so that the next visitor is told without another try
    }
    return new WakeRecord(wake.begun(), took, outcomes, wake.steps(), wake.moments());
  }

  private Duration took(Wake wake) {
    return Duration.between(wake.begun(), timer.instant());
  }

  /** By service; to be asked for when the wake is over. */
  private static Map<String, WakeOutcome> outcomes(Wake wake) {
    return wake.project().members().stream()
        .filter(Member::claimsHosts)
        .map(Member::service)
        .distinct()
        .collect(Collectors.toMap(service -> service, service -> wake.outcome(service).join()));
  }

  private void tell(Wake wake, WakeEnd.Kind kind, Collection<WakeOutcome> outcomes, Duration took) {
    WakeOutcome all =
        outcomes.stream()
            .filter(outcome -> !(outcome instanceof WakeOutcome.Ready))
            .findFirst()
            .orElse(new WakeOutcome.Ready());
    listener.ended(new WakeEnd(wake.project().name(), kind, took, all, wake.times()));
  }

  private static void tell(Wake wake, WakeOutcome outcome, Duration took) {
    String project = wake.project().name();
    String time = Durations.text(took);
    switch (outcome) {
      case WakeOutcome.Ready() -> log.info("Woke project={} took={}", project, time);
      case WakeOutcome.Failed(var reason, _, _, var lines) ->
          log.warn(
              "Could not wake project={} after={} reason=\"{}\" log={}",
              project,
              time,
              reason,
              lines);
      case WakeOutcome.NotReadyInTime(var reason) ->
          log.warn("Not ready in time project={} after={} reason=\"{}\"", project, time, reason);
      case WakeOutcome.EngineGone(var reason) ->
          log.warn("Could not wake project={} after={} reason=\"{}\"", project, time, reason);
    }
  }

  /**
   * Without a look at the engine since it was started, its address is not known. The look that the
   * engine's event asked for may be over before the wake's own, and does as well: its listeners are
   * told after the routes.
   */
  private void publishReady(Member answering, CompletableFuture<Projects> lookSinceStart) {
    CompletableFuture<Projects> shown = new CompletableFuture<>();
    Latest.Subscription subscription =
        inventory
            .projects()
            .subscribe(
                now -> {
                  if (now.reaches(answering.container())) {
                    shown.complete(now);
                  }
                });
    var _ =
        lookSinceStart
            .exceptionally(_ -> Projects.NONE)
            .thenCompose(
                seen ->
                    seen.reaches(answering.container())
                        ? CompletableFuture.completedFuture(seen)
                        : inventory.refresh())
            .whenComplete((seen, failure) -> complete(shown, seen, failure));
    try {
      shown.get(REFRESH_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      ready.add(List.of(answering.id()));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof EngineException refused
          ? refused
          : new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new EngineUnreachable("engine did not list its containers in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnreachable("the control service is stopping", e);
    } finally {
      subscription.close();
    }
  }

  private static void complete(
      CompletableFuture<Projects> shown, @Nullable Projects seen, @Nullable Throwable failure) {
    if (failure == null) {
      shown.complete(seen);
    } else {
      shown.completeExceptionally(
          failure instanceof CompletionException wrapped && wrapped.getCause() != null
              ? wrapped.getCause()
              : failure);
    }
  }
}
