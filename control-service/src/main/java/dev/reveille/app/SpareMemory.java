package dev.reveille.app;

import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Gives back the memory that a busy time took.
 *
 * <p>The JVM's serial collector widens the heap up to its maximum before it looks through all of
 * it, and gives memory back only when it does: after some hundred wakes it holds 90 MB, of which 12
 * are used. So it is asked to look where the heap has become wider since it last did.
 */
final class SpareMemory implements AutoCloseable {
  /** How often at most: a look stops everything, for 47 ms with 13 MB in use. */
  static final Duration INTERVAL = Duration.ofMinutes(1);

  /** What a look is worth once an interval. */
  static final long WORTHWHILE_BYTES = 2 * 1024 * 1024;

  /** What is not waited with. */
  static final long MUCH_BYTES = 8 * 1024 * 1024;

  /** How soon it is seen that the heap has become wider, which costs nothing. */
  static final Duration STEP = Duration.ofSeconds(5);

  private final Timer timer;
  private final Heap heap;
  private Optional<Thread> loop = Optional.empty();

  /**
   * What memory objects are in.
   *
   * @param bytes what it takes of the machine's memory
   * @param collect throws away what is not used, and gives back what is then spare
   */
  record Heap(LongSupplier bytes, Runnable collect) {
    static final Heap OWN = new Heap(Runtime.getRuntime()::totalMemory, System::gc);
  }

  SpareMemory(Timer timer, Heap heap) {
    this.timer = timer;
    this.heap = heap;
  }

  void start() {
    loop = Optional.of(Threads.start("spare-memory", this::run));
  }

  @Override
  public void close() {
    loop.ifPresent(Thread::interrupt);
  }

  private void run() {
    long kept = 0; // the start leaves as much behind as a busy time
    Instant next = timer.instant().plus(INTERVAL);
    try {
      while (true) {
        timer.sleep(STEP);
        long worthwhile = timer.instant().isBefore(next) ? MUCH_BYTES : WORTHWHILE_BYTES;
        if (heap.bytes().getAsLong() - kept >= worthwhile) {
          heap.collect().run();
          kept = heap.bytes().getAsLong();
          next = timer.instant().plus(INTERVAL);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
