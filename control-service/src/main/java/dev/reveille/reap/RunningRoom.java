package dev.reveille.reap;

import dev.reveille.concurrent.Timer;
import dev.reveille.project.Inventory;
import dev.reveille.project.Project;
import dev.reveille.wake.Room;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Lets only so many projects run at a time: one more waits until the least recently used that
 * nobody uses now has gone to sleep.
 */
public final class RunningRoom implements Room {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private final int max;
  private final Inventory inventory;
  private final Sleeps sleeps;
  private final Timer timer;
  private final Set<String> entered = new HashSet<>();
  private final List<String> waiting = new ArrayList<>();

  /**
   * @param max how many may run at a time, at least 1
   */
  public RunningRoom(int max, Inventory inventory, Sleeps sleeps, Timer timer) {
    this.max = max;
    this.inventory = inventory;
    this.sleeps = sleeps;
    this.timer = timer;
  }

  @Override
  public Optional<String> await(Project project, Duration limit, IntConsumer position)
      throws InterruptedException {
    Instant begun = timer.instant();
    queue(project.name());
    try {
      while (!enter(project.name())) {
        position.accept(place(project.name()));
        boolean made = isFirst(project.name()) && sleeps.makeRoom(names()).isPresent();
        if (made) {
          inventory.refresh().exceptionally(_ -> inventory.projects().get()).join();
        } else if (timer.left(begun, limit).isZero()) {
          return Optional.of(
              "%d projects run, as many as PROJECT_MAX_RUNNING allows, and all are in use"
                  .formatted(max));
        } else {
          timer.sleep(BETWEEN_TRIES);
        }
      }
      return Optional.empty();
    } finally {
      unqueue(project.name());
    }
  }

  @Override
  public synchronized void leave(Project project) {
    entered.remove(project.name());
  }

  private synchronized boolean enter(String project) {
    Set<String> running = new HashSet<>(entered);
    inventory.projects().get().all().stream()
        .filter(SleepPlanner::isRunning)
        .map(Project::name)
        .forEach(running::add);
    boolean goesOn = running.contains(project);
    boolean fits = goesOn || (waiting.getFirst().equals(project) && running.size() < max);
    if (fits) {
      entered.add(project);
    }
    return fits;
  }

  private synchronized void queue(String project) {
    waiting.add(project);
  }

  private synchronized void unqueue(String project) {
    waiting.remove(project);
  }

  private synchronized int place(String project) {
    return waiting.indexOf(project) + 1;
  }

  private synchronized boolean isFirst(String project) {
    return waiting.getFirst().equals(project);
  }

  /** Those that wake now are not put to sleep for another. */
  private synchronized Set<String> names() {
    return Set.copyOf(entered);
  }
}
