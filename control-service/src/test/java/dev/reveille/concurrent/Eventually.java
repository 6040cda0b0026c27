package dev.reveille.concurrent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits in tests for what other threads do; ends as soon as it is there, and fails after long. */
public final class Eventually {
  private static final Duration LONG = Duration.ofSeconds(20);

  private Eventually() {}

  /** Waits until the future has its result. */
  public static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(LONG.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("nothing came", e);
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until something is so, where nothing tells when. */
  public static void holds(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it never came true that " + what);
      }
      LockSupport.parkNanos(200_000);
    }
  }
}
