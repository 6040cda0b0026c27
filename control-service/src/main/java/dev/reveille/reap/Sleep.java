package dev.reveille.reap;

import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Turns;
import dev.reveille.project.Container.Status;
import dev.reveille.project.ContainerDetail;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.EngineException;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import dev.reveille.project.SleepDepth;
import dev.reveille.route.ReadyContainers;
import dev.reveille.route.Routes;
import dev.reveille.wake.StopOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Puts one project to sleep: takes its routes away, waits until no request is under way, and stops
 * its containers in the reverse order. Gives way to whoever wants the project: at once as long as
 * nothing is stopped, after the group that is being stopped from then on.
 */
public final class Sleep {
  private final Project project;
  private final Parts parts;
  private final Turns.Turn turn;
  private final Set<String> stopped = ConcurrentHashMap.newKeySet();

  /** What it works with. */
  public record Parts(ContainerEngine engine, ReadyContainers ready, Routes routes, Drain drain) {}

  /**
   * @param turn the project's; the caller gives it back
   */
  Sleep(Project project, Parts parts, Turns.Turn turn) {
    this.project = project;
    this.parts = parts;
    this.turn = turn;
  }

  /**
   * Returns when it sleeps, or is as it was, or is wanted; what was not stopped by then has its
   * routes again.
   *
   * @param lastWord asked when no request can come any more; what speaks against it
   * @throws EngineException when the engine did not do what it was asked; some containers may be
   *     stopped by then
   */
  SleepOutcome run(SleepDepth depth, Supplier<Optional<String>> lastWord)
      throws InterruptedException {
    List<String> answering = answering();
    parts.ready().forget(answering);
    boolean asleep = false;
    try {
      SleepOutcome outcome = drainAndStop(depth, lastWord);
      asleep = outcome instanceof SleepOutcome.Asleep;
      return outcome;
    } finally {
      if (!asleep) {
        parts.ready().add(answering.stream().filter(id -> !stopped.contains(id)).toList());
      }
    }
  }

  private SleepOutcome drainAndStop(SleepDepth depth, Supplier<Optional<String>> lastWord)
      throws InterruptedException {
    Drain.End end =
        parts.drain().await(project.name(), parts.routes().table().get().version(), turn.wanted());
    return switch (end) {
      case DRY, QUIET -> {
        Optional<String> against = lastWord.get();
        yield against.isPresent() ? new SleepOutcome.Awake(against.get()) : stopAll(depth);
      }
      case IN_USE -> new SleepOutcome.Awake("requests are open");
      case UNKNOWN -> new SleepOutcome.Awake("a gateway did not say that it sends no requests");
      case WANTED -> new SleepOutcome.Awake("somebody came");
    };
  }

  private SleepOutcome stopAll(SleepDepth depth) throws InterruptedException {
    for (List<Member> group : StopOrder.of(project)) {
      if (turn.isWanted()) {
        return new SleepOutcome.Awake("somebody came");
      }
      stopTogether(group, depth);
    }
    return new SleepOutcome.Asleep();
  }

  private void stopTogether(List<Member> group, SleepDepth depth) throws InterruptedException {
    try (ExecutorService threads = Threads.perTask("sleep-" + project.name())) {
      List<Future<?>> all = new ArrayList<>();
      for (Member member : group) {
        all.add(threads.submit(() -> stop(member, depth)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof EngineException refused
          ? refused
          : new IllegalStateException(e.getCause());
    }
  }

  /** What the engine listed a moment ago may have changed, so it is asked again. */
  private void stop(Member member, SleepDepth depth) {
    ContainerDetail now = parts.engine().inspect(member.id());
    switch (now.container().status()) {
      case RUNNING -> {
        if (depth == SleepDepth.PAUSE) {
          parts.engine().pause(member.id());
        } else {
          parts.engine().stop(member.id());
        }
        stopped.add(member.id());
      }
      case PAUSED -> {
        if (depth == SleepDepth.STOP) {
          parts.engine().stop(member.id());
        }
      }
      case RESTARTING -> parts.engine().stop(member.id());
      case CREATED, EXITED, DEAD, REMOVING -> {
        // sleeps already
      }
    }
  }

  private List<String> answering() {
    return project.members().stream()
        .filter(member -> member.container().status() == Status.RUNNING)
        .map(Member::id)
        .filter(parts.ready()::contains)
        .toList();
  }
}
