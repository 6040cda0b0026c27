package dev.reveille.store;

import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one of several control services on a state directory order certificates; the others serve
 * what is there.
 *
 * <p>The file {@code lock} names the holder, who writes it every five seconds. It is free again
 * when the holder says so, has died on this very machine, or has not written for 15 seconds. That
 * time is what the others have watched by their own clocks, five seconds a look at most: clocks of
 * two machines may differ, and a laptop that was suspended has watched nothing. The kernel's locks
 * guard the file only while it is read and written, since they do not reach across every file
 * system: who takes over from a holder that fell silent counts as the holder from the next look on,
 * when it has found the file still its own.
 *
 * <p>Thread safe.
 */
public final class StateLock implements AutoCloseable {
  static final Duration BEAT = Duration.ofSeconds(5);
  static final Duration STALE = Duration.ofSeconds(15);

  private static final Logger log = LoggerFactory.getLogger(StateLock.class);
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final int TRIES = 20;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(10);

  private final Path path;
  private final LeaseFile file;
  private final Holder self;
  private final Timer timer;
  private @Nullable Thread loop;
  private volatile Runnable preparation = () -> {};
  private volatile Runnable taken = () -> {};

  /** How it stands for us; each look makes the next one. */
  private volatile Standing standing = new Standing.Outside(Optional.empty(), Duration.ZERO);

  private Instant lastLook;
  private boolean isUnusable;

  private sealed interface Standing {
    /** Ours since the last heartbeat. */
    record Held(Instant beaten) implements Standing {}

    /** Taken from one who fell silent; ours if it still is at the next look. */
    record Taken() implements Standing {}

    /** Somebody else's, who has not written for so long; or nobody has looked yet. */
    record Outside(Optional<Lease> theirs, Duration silent) implements Standing {}
  }

  /** On the directory's file {@code lock}. */
  public StateLock(StateDirectory state, Timer timer) {
    this(state.path("lock"), Holder.here(), timer);
  }

  StateLock(Path path, Holder self, Timer timer) {
    this.path = path;
    this.file = new LeaseFile(path);
    this.self = self;
    this.timer = timer;
    this.lastLook = timer.instant();
  }

  /**
   * Both are called on the lock's thread each time that it is taken from now on.
   *
   * @param before done by the time that {@link #isHeld} says so: others may have changed files
   * @param after hears that it does
   */
  public void whenTaken(Runnable before, Runnable after) {
    preparation = before;
    taken = after;
  }

  /** Looks once before it returns, and from then on every five seconds. */
  public void start() {
    tryHold();
    loop = Threads.start("state-lock", this::run);
  }

  /**
   * Whether certificates may be ordered now. False also when the last heartbeat is too long ago, as
   * after a laptop was suspended: another may have taken over meanwhile.
   */
  public boolean isHeld() {
    return standing instanceof Standing.Held(var beaten)
        && Duration.between(beaten, timer.instant()).compareTo(STALE) < 0;
  }

  /** One look, and one heartbeat if the lock is ours; what {@link #isHeld} says after it. */
  public synchronized boolean tryHold() {
    Instant now = timer.instant();
    boolean wasHeld = isHeld();
    try {
      Standing next = look(now);
      isUnusable = false;
      boolean isTaken = !wasHeld && next instanceof Standing.Held;
      if (isTaken) {
        attempt(preparation);
      }
      standing = next;
      if (isTaken) {
        attempt(taken);
      }
    } catch (ClosedByInterruptException _) {
      Thread.currentThread().interrupt(); // closing
    } catch (IOException e) {
      tellUnusable(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    lastLook = now;
    return isHeld();
  }

  /** Gives the lock back, if it is ours, so that another need not wait. */
  @Override
  public void close() {
    end(loop);
    release();
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        timer.sleep(BEAT);
      } catch (InterruptedException _) {
        return;
      }
      tryHold();
    }
  }

  /** A listener's fault must not end the heartbeat. */
  private static void attempt(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      log.error("Could not go on as intended with the lock of the state directory", e);
    }
  }

  /** What could not be written has not happened. */
  private Standing look(Instant now) throws IOException, InterruptedException {
    AtomicReference<Standing> next = new AtomicReference<>(standing);
    exchange(
        found -> {
          next.set(next(found, now));
          long beat = found.map(Lease::beat).orElse(0L) + 1;
          return next.get() instanceof Standing.Outside
              ? Optional.empty()
              : Optional.of(new Lease(self, true, beat));
        });
    if (next.get() instanceof Standing.Held && !(standing instanceof Standing.Held)) {
      log.info("This control service orders certificates lock={}", path);
    }
    return next.get();
  }

  private Standing next(Optional<Lease> found, Instant now) {
    boolean isOurs = found.isPresent() && isOurs(found.get());
    return switch (standing) {
      case Standing.Held _ when !isOurs -> lost(found);
      case Standing.Taken _ when !isOurs -> new Standing.Outside(found, Duration.ZERO);
      case Standing.Held _, Standing.Taken _ -> new Standing.Held(now);
      case Standing.Outside outside -> fromOutside(outside, found, now);
    };
  }

  private Standing fromOutside(Standing.Outside before, Optional<Lease> found, Instant now) {
    if (found.isEmpty() || !found.get().isHeld() || found.get().holder().hasEnded(self)) {
      return new Standing.Held(now);
    }
    Duration silent =
        found.equals(before.theirs()) ? before.silent().plus(watched(now)) : Duration.ZERO;
    if (silent.compareTo(STALE) >= 0) {
      log.warn(
          "Taking over the ordering of certificates from one who fell silent holder=\"{}\"",
          found.get().holder());
      return new Standing.Taken();
    }
    if (before.theirs().isEmpty()) {
      log.info(
          "Another control service orders certificates, this one serves what is there holder=\"{}\""
              + " lock={}",
          found.get().holder(),
          path);
    }
    return new Standing.Outside(found, silent);
  }

  private Standing lost(Optional<Lease> found) {
    log.warn(
        "Lost the lock of the state directory; ordering no certificates, serving what is there"
            + " holder=\"{}\" lock={}",
        found.map(Lease::holder).map(Holder::toString).orElse("nobody"),
        path);
    return new Standing.Outside(found, Duration.ZERO);
  }

  private Duration watched(Instant now) {
    Duration since = Duration.between(lastLook, now);
    if (since.isNegative()) {
      return Duration.ZERO;
    }
    return since.compareTo(BEAT) < 0 ? since : BEAT;
  }

  private boolean isOurs(Lease lease) {
    return lease.isHeld() && lease.holder().id().equals(self.id());
  }

  private synchronized void release() {
    if (standing instanceof Standing.Outside) {
      return;
    }
    standing = new Standing.Outside(Optional.empty(), Duration.ZERO);
    try {
      exchange(
          found -> found.filter(this::isOurs).map(it -> new Lease(self, false, it.beat() + 1)));
    } catch (IOException e) {
      tellUnusable(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Others have the file for microseconds at a time. */
  private void exchange(Function<Optional<Lease>, Optional<Lease>> next)
      throws IOException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      if (file.exchange(next)) {
        return;
      }
      timer.sleep(BETWEEN_TRIES);
    }
    throw new IOException("another process does not let go of it");
  }

  private void end(@Nullable Thread thread) {
    if (thread == null) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(CLOSING);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellUnusable(IOException e) {
    if (!isUnusable) {
      isUnusable = true;
      log.error(
          "No certificates are ordered without the lock: {}; trying again",
          new StateUnusable("use", path, e).getMessage());
    }
  }
}
