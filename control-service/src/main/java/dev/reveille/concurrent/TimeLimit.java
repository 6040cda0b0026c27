package dev.reveille.concurrent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives up on work that takes too long, where the work has no time-out of its own. */
public final class TimeLimit {
  private static final Logger log = LoggerFactory.getLogger(TimeLimit.class);

  private TimeLimit() {}

  /**
   * Does the work on a virtual thread of its own and waits for its result; what it throws is thrown
   * to the caller.
   *
   * <p>Work that is given up is interrupted. A result that comes all the same is closed where it
   * can be closed, so that no connection is lost between the two threads.
   *
   * @throws TimeoutException when it was not done in time
   * @throws InterruptedException when the calling thread was interrupted meanwhile
   */
  public static <T> T call(Duration limit, Supplier<T> work)
      throws TimeoutException, InterruptedException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread worker = Threads.start("time-limit", () -> run(work, result));
    try {
      return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw unchecked(e);
    } finally {
      if (result.cancel(false)) {
        worker.interrupt();
      }
    }
  }

  private static <T> void run(Supplier<T> work, CompletableFuture<T> result) {
    try {
      T value = work.get();
      if (!result.complete(value)) {
        closeLate(value);
      }
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  private static void closeLate(Object value) {
    if (value instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        log.debug("Could not close what came too late", e);
      }
    }
  }

  private static RuntimeException unchecked(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException thrown -> thrown;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(e);
    };
  }
}
