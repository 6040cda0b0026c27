package dev.reveille.wake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One service during one wake: what it has reached, and who waits for that. Replicas count
 * together.
 *
 * <p>Safe for use by many threads.
 */
final class ServiceStart {
  /** What dependents and visitors wait for. */
  enum Milestone {
    STARTED,
    STARTED_OR_HEALTHY,
    HEALTHY,
    COMPLETED,
    READY
  }

  /** Thrown to whoever waits for a service that will not get there; the outcome says why. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient WakeOutcome outcome;

    Stopped(WakeOutcome outcome) {
      super(null, null, false, false);
      this.outcome = outcome;
    }

    WakeOutcome outcome() {
      return outcome;
    }
  }

  private final String service;
  private final Runnable changed;
  private final InstantSource clock;
  private final List<Entered> entered = new ArrayList<>();
  private final Map<Milestone, Integer> missing = new EnumMap<>(Milestone.class);
  private final Map<Milestone, CompletableFuture<Void>> reached = new EnumMap<>(Milestone.class);
  private Step.State state = Step.State.WAITING;
  private boolean startedHere;

  private record Entered(Step.State step, Instant at) {}

  /**
   * Nothing is reached yet.
   *
   * @param replicas all of them have to reach a milestone, but one that is ready is enough for
   *     visitors
   * @param changed called after each change of {@link #step}
   */
  ServiceStart(String service, int replicas, Runnable changed, InstantSource clock) {
    this.service = service;
    this.changed = changed;
    this.clock = clock;
    for (Milestone milestone : Milestone.values()) {
      missing.put(milestone, milestone == Milestone.READY ? 1 : replicas);
      reached.put(milestone, new CompletableFuture<>());
    }
  }

  synchronized Step step() {
    return new Step(service, state);
  }

  /** How long it stayed in each step that it has left. */
  synchronized List<StepTime> times(Instant begun) {
    List<StepTime> times = new ArrayList<>();
    Entered last = new Entered(Step.State.WAITING, begun);
    for (Entered next : entered) {
      times.add(new StepTime(service, last.step(), Duration.between(last.at(), next.at())));
      last = next;
    }
    return times;
  }

  /** Completes when it is reached; fails with {@link Stopped} when it won't be. */
  CompletableFuture<Void> when(Milestone milestone) {
    return java.util.Objects.requireNonNull(reached.get(milestone));
  }

  /** The engine was asked to start a replica. */
  void starting() {
    synchronized (this) {
      startedHere = true;
    }
    show(Step.State.STARTING);
  }

  /** Whether this wake started it, rather than finding it running. */
  synchronized boolean startedHere() {
    return startedHere;
  }

  /** A replica got there; each replica says so once for each milestone. */
  void reached(Milestone milestone) {
    boolean complete;
    synchronized (this) {
      complete = missing.merge(milestone, -1, Integer::sum) <= 0;
    }
    if (complete) {
      show(
          switch (milestone) {
            case STARTED, STARTED_OR_HEALTHY -> Step.State.STARTED;
            case HEALTHY -> Step.State.HEALTHY;
            case COMPLETED -> Step.State.COMPLETED;
            case READY -> Step.State.READY;
          });
      when(milestone).complete(null);
    }
  }

  /** It won't get any further; what has been reached stays reached. */
  void stop(WakeOutcome outcome) {
    Stopped stopped = new Stopped(outcome);
    boolean anyMissed = false;
    for (CompletableFuture<Void> future : reached.values()) {
      anyMissed |= future.completeExceptionally(stopped);
    }
    if (anyMissed) {
      show(Step.State.FAILED);
    }
  }

  /** States only go forward, and a service that is ready does not fail any more. */
  private void show(Step.State next) {
    synchronized (this) {
      if (next.compareTo(state) <= 0 || state == Step.State.READY) {
        return;
      }
      state = next;
      entered.add(new Entered(next, clock.instant()));
    }
    changed.run();
  }
}
