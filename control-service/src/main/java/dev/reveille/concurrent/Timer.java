package dev.reveille.concurrent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time, and waiting for it to pass; injected, so that tests need not wait. */
public interface Timer extends InstantSource {
  /** Waits on the calling (virtual) thread; returns at once for zero and less. */
  void sleep(Duration time) throws InterruptedException;

  /** How much of the time since {@code start} is left until {@code limit}; never negative. */
  default Duration left(Instant start, Duration limit) {
    Duration left = limit.minus(Duration.between(start, instant()));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** The machine's own clock. */
  static Timer system() {
    return new Timer() {
      @Override
      public Instant instant() {
        return Instant.now();
      }

      @Override
      public void sleep(Duration time) throws InterruptedException {
        if (time.isPositive()) {
          Thread.sleep(time);
        }
      }
    };
  }
}
