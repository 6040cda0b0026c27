package dev.reveille.api;

import dev.reveille.concurrent.Threads;
import dev.reveille.project.Consumption;
import dev.reveille.project.Container;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.EngineException;
import dev.reveille.project.Inventory;
import dev.reveille.project.Member;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** What running projects take of the machine; measured by comparing two looks at the engine. */
final class Loads {
  /** The engine has other things to do, wakes for example. */
  private static final int CALLS_AT_A_TIME = 4;

  private static final long ROUNDED_TO = 100 * 1024;

  private final Inventory inventory;
  private final ContainerEngine engine;
  private final InstantSource clock;
  private final Semaphore slots = new Semaphore(CALLS_AT_A_TIME);
  private final Map<String, Look> before = new ConcurrentHashMap<>();

  Loads(Inventory inventory, ContainerEngine engine, InstantSource clock) {
    this.inventory = inventory;
    this.engine = engine;
    this.clock = clock;
  }

  private record Look(Instant at, Duration processorTime) {}

  private record OfContainer(String project, LoadWire load) {}

  /**
   * What a project takes.
   *
   * @param processor percent of one processor; since the look before
   */
  record LoadWire(long memoryBytes, double processor) {
    private LoadWire plus(LoadWire other) {
      return new LoadWire(memoryBytes + other.memoryBytes, processor + other.processor);
    }
  }

  /** Of all projects that run, by name; those that the engine says nothing of are left out. */
  Map<String, LoadWire> look() {
    Map<String, LoadWire> loads = new TreeMap<>();
    try (ExecutorService threads = Threads.perTask("load")) {
      List<Future<Optional<OfContainer>>> asked =
          running().entrySet().stream()
              .map(it -> threads.submit(measuring(it.getKey(), it.getValue())))
              .toList();
      for (Future<Optional<OfContainer>> each : asked) {
        each.get().ifPresent(it -> loads.merge(it.project(), it.load(), LoadWire::plus));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    before.keySet().retainAll(running().keySet());
    return Map.copyOf(loads);
  }

  /** The project of each container that runs. */
  private Map<String, String> running() {
    Map<String, String> projects = new TreeMap<>();
    inventory
        .projects()
        .get()
        .all()
        .forEach(
            project ->
                project.members().stream()
                    .filter(it -> it.container().status() == Container.Status.RUNNING)
                    .map(Member::id)
                    .forEach(id -> projects.put(id, project.name())));
    return projects;
  }

  private Callable<Optional<OfContainer>> measuring(String id, String project) {
    return () -> {
      slots.acquire();
      try {
        return Optional.of(new OfContainer(project, measure(id)));
      } catch (EngineException e) {
        return Optional.empty(); // it may have just stopped
      } finally {
        slots.release();
      }
    };
  }

  private LoadWire measure(String id) {
    Consumption now = engine.consumption(id);
    Look look = new Look(clock.instant(), now.processorTime());
    Look last = before.put(id, look);
    long bytes = (now.memoryBytes() + ROUNDED_TO - 1) / ROUNDED_TO * ROUNDED_TO;
    return new LoadWire(bytes, last == null ? 0 : percent(last, look));
  }

  /** With one digit after the point; a container that was started anew counts from zero. */
  private static double percent(Look last, Look now) {
    long used = now.processorTime().minus(last.processorTime()).toNanos();
    long passed = Duration.between(last.at(), now.at()).toNanos();
    return used <= 0 || passed <= 0 ? 0 : Math.round(1000.0 * used / passed) / 10.0;
  }
}
