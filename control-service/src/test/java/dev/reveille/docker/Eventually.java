package dev.reveille.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits for what another process or thread is about to do. */
final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private Eventually() {}

  static void isTrue(BooleanSupplier condition) {
    Timer timer = Timer.system();
    Instant start = timer.instant();
    while (!condition.getAsBoolean()) {
      assertThat(timer.left(start, LIMIT)).as("time left").isPositive();
      try {
        timer.sleep(Duration.ofMillis(20));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
