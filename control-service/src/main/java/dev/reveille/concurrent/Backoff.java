package dev.reveille.concurrent;

import java.time.Duration;

/**
 * Delays that grow by a factor from the first to a cap: {@code 5ms, 7ms, 11ms … 100ms}. Not thread
 * safe.
 */
public final class Backoff {
  private final Duration first;
  private final double factor;
  private final Duration cap;
  private Duration next;

  public Backoff(Duration first, double factor, Duration cap) {
    this.first = first;
    this.factor = factor;
    this.cap = cap;
    this.next = first;
  }

  /** The delay before the next try. */
  public Duration next() {
    Duration delay = next;
    Duration grown = Duration.ofNanos((long) (delay.toNanos() * factor));
    next = grown.compareTo(cap) < 0 ? grown : cap;
    return delay;
  }

  /** Begins again with the first delay, after a success. */
  public void reset() {
    next = first;
  }
}
