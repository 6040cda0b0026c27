package dev.reveille.wake;

import dev.reveille.project.ContainerEngine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has the engine start only so many containers at a time, in the order in which they came.
 *
 * <p>A start keeps processors busy, whoever asks for it: with more of them at a time than there are
 * processors, whoever visits another project waits meanwhile (decision 0009).
 */
final class StartGate {
  /** A start that takes longer waits for something else than a processor: a mount, a network. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(5);

  private final Semaphore turns;
  private final Duration longestTurn;

  StartGate(int maxStarts) {
    this(maxStarts, LONGEST_TURN);
  }

  StartGate(int maxStarts, Duration longestTurn) {
    this.turns = new Semaphore(maxStarts, true);
    this.longestTurn = longestTurn;
  }

  /**
   * Starts a container when it is its turn.
   *
   * @throws TimeoutException when that did not come in the given time
   */
  void start(ContainerEngine engine, String id, Duration limit)
      throws InterruptedException, TimeoutException {
    if (!turns.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new TimeoutException();
    }
    CompletableFuture<Void> turn =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, longestTurn.toMillis(), TimeUnit.MILLISECONDS);
    var _ = turn.thenRun(turns::release);
    try {
      engine.start(id);
    } finally {
      turn.complete(null);
    }
  }
}
