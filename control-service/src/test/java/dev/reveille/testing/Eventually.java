package dev.reveille.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits for what another process or thread is about to do. */
public final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Eventually() {}

  /** Waits until the condition is true. */
  public static void isTrue(BooleanSupplier condition) {
    passes(() -> assertThat(condition.getAsBoolean()).as("what is waited for").isTrue());
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
