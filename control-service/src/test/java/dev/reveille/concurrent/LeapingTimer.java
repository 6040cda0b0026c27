package dev.reveille.concurrent;

import java.lang.Thread.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A timer whose time stands still while anybody works, and leaps to the end of the earliest sleep
 * once nobody does. Minutes pass in milliseconds, and a slow machine changes nothing: work between
 * two sleeps takes no time at all, and sleeps end in the order of their ends.
 *
 * <p>Everybody is who has asked it for the time: each virtual thread, and the thread that made it,
 * which is the test's own. Whoever waits for somebody else (a future, a queue) does not work. I/O
 * threads are left out, as they look busy while they wait.
 */
public final class LeapingTimer implements Timer {
  /** One look may fall between two steps of a thread that nobody knows yet. */
  private static final int CALM_LOOKS = 3;

  private static final Duration STANDSTILL = Duration.ofSeconds(20);

  private final Thread maker = Thread.currentThread();
  private final Set<Thread> everybody = ConcurrentHashMap.newKeySet();
  private final Map<Thread, Instant> sleepers = new HashMap<>();
  private Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private int calmLooks;
  private int holds;
  private Thread scout = Thread.ofVirtual().start(() -> {});

  @Override
  public Instant instant() {
    meet();
    synchronized (this) {
      calmLooks = 0;
      return now;
    }
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    if (!time.isPositive()) {
      return;
    }
    long standstill = System.nanoTime() + STANDSTILL.toNanos();
    Instant end = lieDown(time);
    try {
      while (!isOver(end)) {
        if (Thread.currentThread().isInterrupted()) {
          getUp(); // while it can still be seen that it does not sleep any more
          throw interrupted();
        }
        if (System.nanoTime() > standstill) {
          throw new IllegalStateException("time stands still, because of " + workers());
        }
        LockSupport.parkNanos(20_000);
      }
    } finally {
      getUp();
    }
  }

  /** Lets time pass; what sleeps meanwhile ends in its order. */
  public void pass(Duration time) {
    try {
      sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Calls what answers without any time passing. A thread that has its answer looks as if it still
   * waited for it until a busy machine lets it go on, and time would leap meanwhile.
   */
  public <T> T holdStill(Supplier<T> call) {
    hold(1);
    try {
      return call.get();
    } finally {
      hold(-1);
    }
  }

  private synchronized void hold(int more) {
    meet();
    holds += more;
    calmLooks = 0;
  }

  private synchronized Instant lieDown(Duration time) {
    meet();
    calmLooks = 0;
    Instant end = now.plus(time);
    sleepers.put(Thread.currentThread(), end);
    return end;
  }

  private synchronized void getUp() {
    sleepers.remove(Thread.currentThread());
  }

  private synchronized boolean isOver(Instant end) {
    if (!end.isAfter(now)) {
      return true;
    }
    if (sleepers.values().stream().anyMatch(other -> other.isBefore(end))) {
      return false;
    }
    look();
    if (calmLooks >= CALM_LOOKS) {
      now = end;
    }
    return !end.isAfter(now);
  }

  /**
   * A thread that was started but has not run yet is known to nobody. So is the scout, which was
   * started after it: while it waits for a busy machine, so may others.
   */
  private void look() {
    if (holds > 0 || !workers().isEmpty()) {
      calmLooks = 0;
    } else if (!scout.isAlive()) {
      calmLooks++;
      scout = Thread.ofVirtual().start(() -> {});
    }
  }

  private void meet() {
    Thread me = Thread.currentThread();
    if (me.isVirtual() || me.equals(maker)) {
      everybody.add(me);
    }
  }

  private synchronized Set<Thread> workers() {
    everybody.removeIf(thread -> thread.getState() == State.TERMINATED);
    Set<Thread> workers = ConcurrentHashMap.newKeySet();
    for (Thread thread : everybody) {
      boolean isAsleep = sleepers.containsKey(thread) && !thread.isInterrupted();
      if (!isAsleep && !isWaiting(thread)) {
        workers.add(thread);
      }
    }
    return workers;
  }

  /** An interrupted one is about to go on. */
  private static boolean isWaiting(Thread thread) {
    State state = thread.getState();
    return !thread.isInterrupted() && (state == State.WAITING || state == State.TIMED_WAITING);
  }

  private static InterruptedException interrupted() {
    Thread.interrupted();
    return new InterruptedException();
  }
}
