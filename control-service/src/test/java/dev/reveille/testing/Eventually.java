package dev.reveille.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for what another process or thread is about to do. */
public final class Eventually {
  /** Machines are busy, and only a failure takes all of it. */
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private static final Duration PAUSE = Duration.ofMillis(5);

  private Eventually() {}

  /** Waits until the future has its result. */
  public static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("nothing came", e);
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until something is so, where nothing tells when. */
  public static void holds(String what, BooleanSupplier condition) {
    passes(() -> assertThat(condition.getAsBoolean()).as(what).isTrue());
  }

  /** Waits until the condition is true. */
  public static void isTrue(BooleanSupplier condition) {
    holds("what is waited for", condition);
  }

  /** Waits until the assertions pass; when the time is over, throws what they last threw. */
  public static void passes(Runnable assertions) {
    Timer timer = Timer.system();
    Instant start = timer.instant();
    while (true) {
      try {
        assertions.run();
        return;
      } catch (AssertionError e) {
        if (timer.left(start, LIMIT).isZero()) {
          throw e;
        }
      }
      pause(timer);
    }
  }

  private static void pause(Timer timer) {
    try {
      timer.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
