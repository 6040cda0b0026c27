package dev.reveille.api;

import dev.reveille.concurrent.Threads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that takes its time to read: whoever asks gets what was read last, and has it read
 * again on a thread of its own if that was long ago.
 *
 * @param <T> an immutable type
 */
final class Background<T> {
  private static final Logger log = LoggerFactory.getLogger(Background.class);

  private final String name;
  private final Duration every;
  private final Supplier<T> source;
  private final Runnable changed;
  private final InstantSource clock;
  private final AtomicBoolean isReading = new AtomicBoolean();
  private volatile T last;
  private volatile Instant begun = Instant.MIN;

  /**
   * Reads nothing yet.
   *
   * @param changed called after something else was read than before
   */
  Background(
      String name,
      Duration every,
      T first,
      Supplier<T> source,
      Runnable changed,
      InstantSource clock) {
    this.name = name;
    this.every = every;
    this.last = first;
    this.source = source;
    this.changed = changed;
    this.clock = clock;
  }

  T get() {
    Instant now = clock.instant();
    boolean isOld = begun.equals(Instant.MIN) || !begun.plus(every).isAfter(now);
    if (isOld && isReading.compareAndSet(false, true)) {
      begun = now;
      Threads.start(name, this::read);
    }
    return last;
  }

  /** Has it read again the next time somebody asks. */
  void outdated() {
    begun = Instant.MIN;
  }

  private void read() {
    try {
      T now = source.get();
      boolean isOther = !now.equals(last);
      last = now;
      if (isOther) {
        changed.run();
      }
    } catch (RuntimeException e) {
      log.warn("Could not read what the dashboard shows of {}: {}", name, e.getMessage());
    } finally {
      isReading.set(false);
    }
  }
}
