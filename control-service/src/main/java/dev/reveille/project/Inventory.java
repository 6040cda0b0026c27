package dev.reveille.project;

import dev.reveille.concurrent.Backoff;
import dev.reveille.concurrent.Latest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the snapshot of projects true: looks again after every event, and at the latest after the
 * reconcile interval, so that a missed event costs no more than that.
 *
 * <p>While the engine does not answer the last snapshot stays, and {@link #engine} says so.
 */
public final class Inventory implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Inventory.class);

  /**
   * Engine 20.10 tells of a container's end some milliseconds before its list shows it, so that a
   * look after an event is repeated.
   */
  private static final List<Duration> SETTLING =
      List.of(
          Duration.ofMillis(10),
          Duration.ofMillis(40),
          Duration.ofMillis(150),
          Duration.ofSeconds(1));

  private final ContainerEngine engine;
  private final Duration interval;
  private final InstantSource clock;
  private final LinkedBlockingQueue<CompletableFuture<Projects>> requests =
      new LinkedBlockingQueue<>();
  private final Latest<Projects> projects = new Latest<>(Projects.NONE);
  private final Latest<EngineState> state = new Latest<>(new EngineState.Unknown());
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(2));
  private final Thread loop;
  private volatile boolean hasEvent;
  private int looksSinceEvent;

  /**
   * @param interval the longest time between two looks at the engine
   */
  public Inventory(ContainerEngine engine, Duration interval, InstantSource clock) {
    this.engine = engine;
    this.interval = interval;
    this.clock = clock;
    this.loop = Thread.ofVirtual().name("inventory").unstarted(this::run);
  }

  /** Begins to look; listeners of {@link #projects} that are there by now miss nothing. */
  public void start() {
    loop.start();
  }

  /**
   * The newest snapshot; listeners run on the inventory's thread, also when nothing has changed,
   * then with the snapshot before.
   */
  public Latest<Projects> projects() {
    return projects;
  }

  public Latest<EngineState> engine() {
    return state;
  }

  /** Asks for a look that begins after this call; fails with {@link EngineException}. */
  public CompletableFuture<Projects> refresh() {
    CompletableFuture<Projects> request = new CompletableFuture<>();
    requests.add(request);
    return request;
  }

  /** Asks for a look without waiting for it, as after an event. */
  public void lookSoon() {
    hasEvent = true;
    requests.add(new CompletableFuture<>());
  }

  @Override
  public void close() {
    loop.interrupt();
  }

  private void run() {
    Duration wait = Duration.ZERO;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        wait = look(nextRequests(wait));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** All that asked by now are served by one look. */
  private List<CompletableFuture<Projects>> nextRequests(Duration wait)
      throws InterruptedException {
    List<CompletableFuture<Projects>> asked = new ArrayList<>();
    CompletableFuture<Projects> first = requests.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      asked.add(first);
    }
    requests.drainTo(asked);
    return asked;
  }

  private Duration look(List<CompletableFuture<Projects>> asked) {
    boolean afterEvent = hasEvent;
    hasEvent = false;
    try {
      Projects now = kept(Projects.from(engine.list()));
      tellReachable();
      tellNewProblems(now);
      projects.set(now);
      asked.forEach(request -> request.complete(now));
      backoff.reset();
      return untilNextLook(afterEvent);
    } catch (EngineException e) {
      tellUnreachable(e);
      asked.forEach(request -> request.completeExceptionally(e));
      return backoff.next();
    } catch (RuntimeException e) {
      log.error("Could not read the engine's list of containers; routes stay as they were", e);
      asked.forEach(request -> request.completeExceptionally(e));
      return backoff.next();
    }
  }

  /**
   * The snapshot before, where nothing has changed: a new one of the same content would grow old in
   * its place every ten seconds, and the heap with it.
   */
  private Projects kept(Projects now) {
    Projects before = projects.get();
    return now.equals(before) ? before : now;
  }

  private Duration untilNextLook(boolean afterEvent) {
    looksSinceEvent = afterEvent ? 0 : looksSinceEvent + 1;
    Duration settling =
        looksSinceEvent < SETTLING.size() ? SETTLING.get(looksSinceEvent) : interval;
    return settling.compareTo(interval) < 0 ? settling : interval;
  }

  private void tellReachable() {
    if (state.get() instanceof EngineState.Unreachable(var since, _)) {
      log.info("Engine answers again after={}", Duration.between(since, clock.instant()));
    }
    if (!(state.get() instanceof EngineState.Reachable)) {
      state.set(new EngineState.Reachable());
    }
  }

  private void tellUnreachable(EngineException e) {
    boolean isClosing = Thread.currentThread().isInterrupted();
    if (isClosing || state.get() instanceof EngineState.Unreachable) {
      return;
    }
    log.warn("Engine does not answer, routes stay as they were; trying again: {}", e.getMessage());
    state.set(new EngineState.Unreachable(clock.instant(), String.valueOf(e.getMessage())));
  }

  private void tellNewProblems(Projects now) {
    List<Problem> known = projects.get().problems();
    for (Problem problem : now.problems()) {
      if (!known.contains(problem)) {
        log.warn(
            "Problem project={} container={} {}",
            problem.project(),
            problem.container(),
            problem.text());
      }
    }
  }
}
