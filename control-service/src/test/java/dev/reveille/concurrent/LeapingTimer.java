package dev.reveille.concurrent;

import java.lang.Thread.State;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * A timer whose time stands still while anybody works, and leaps to the end of the earliest sleep
 * once nobody does. Minutes pass in milliseconds, and a slow machine changes nothing: work between
 * two sleeps takes no time at all, and sleeps end in the order of their ends.
 *
 * <p>Everybody is the thread that made it, which is the test's own, and each virtual thread that
 * has asked it for the time. Whoever waits for somebody else (a future, a queue) does not work. I/O
 * threads are left out, as they look busy while they wait.
 *
 * <p>A virtual thread that runs, or is about to, works even if nobody knows it yet: it may be just
 * about to ask.
 */
public final class LeapingTimer implements Timer {
  /** One look may fall between two steps of a thread. */
  private static final int CALM_LOOKS = 3;

  /** The first who is to wake up looks so often whether anybody works. */
  private static final long LOOK_NANOS = 20_000;

  /** The others are woken up, and look only whether they were forgotten. */
  private static final long LONG_NANOS = 5_000_000;

  private static final VirtualThreadSchedulerMXBean SCHEDULER =
      ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

  private static final Duration STANDSTILL = Duration.ofSeconds(20);

  private final Thread maker = Thread.currentThread();
  private final Set<Thread> everybody = ConcurrentHashMap.newKeySet();
  private final Map<Thread, Instant> sleepers = new HashMap<>();
  private Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private int calmLooks;
  private int holds;

  /** Knows its maker from the beginning: what a test starts may run before it asks for the time. */
  public LeapingTimer() {
    everybody.add(maker);
  }

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
        LockSupport.parkNanos(isFirst(end) ? LOOK_NANOS : LONG_NANOS);
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
    sleepers.entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .ifPresent(LockSupport::unpark);
  }

  private synchronized boolean isFirst(Instant end) {
    return sleepers.values().stream().noneMatch(other -> other.isBefore(end));
  }

  private synchronized boolean isOver(Instant end) {
    if (!end.isAfter(now)) {
      return true;
    }
    if (!isFirst(end)) {
      return false;
    }
    look();
    if (calmLooks >= CALM_LOOKS) {
      now = end;
    }
    return !end.isAfter(now);
  }

  private void look() {
    calmLooks = holds > 0 || doesAnybodyRun() || !workers().isEmpty() ? 0 : calmLooks + 1;
  }

  private static boolean doesAnybodyRun() {
    int self = Thread.currentThread().isVirtual() ? 1 : 0;
    return SCHEDULER.getQueuedVirtualThreadCount() > 0
        || SCHEDULER.getMountedVirtualThreadCount() > self;
  }

  private void meet() {
    Thread me = Thread.currentThread();
    if (me.isVirtual()) {
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
