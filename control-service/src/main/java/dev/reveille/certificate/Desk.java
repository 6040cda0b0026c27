package dev.reveille.certificate;

import dev.reveille.concurrent.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread at which everything about orders is decided, so that what it decides by needs no
 * locks. It does what it is told, one thing after the other, then looks at everything once, and
 * rests until it is told something or until the time that the look has named.
 */
final class Desk implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Desk.class);
  private static final Duration AFTER_ERROR = Duration.ofMinutes(1);

  private final Timer timer;
  private final Supplier<Instant> look;
  private final Thread thread;
  private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
  private boolean isClosed;
  private boolean hasNews;
  private boolean isResting;

  private record Task(Runnable work, Runnable cancel, boolean callsForLook) {}

  /**
   * @param look does what is due, and says when it wants to look again at the latest
   */
  Desk(String name, Timer timer, Supplier<Instant> look) {
    this.timer = timer;
    this.look = look;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /** Begins with what it was told before. */
  void start() {
    thread.start();
  }

  /** Has something done soon; what it throws is logged, and nothing is done once it is closed. */
  void tell(Runnable work) {
    tell(work, () -> {});
  }

  /** The same, with something else to do if it is closed before it comes to that. */
  void tell(Runnable work, Runnable otherwise) {
    add(new Task(work, otherwise, true));
  }

  /**
   * Has something done and waits for its result; what it throws is thrown here. What calls for a
   * look has to be told besides.
   *
   * @throws CancellationException when the desk is closed
   */
  <T> T ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    add(
        new Task(
            () -> answer.completeAsync(question, Runnable::run),
            () -> answer.cancel(false),
            false));
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
    }
  }

  /** Ends after what it is doing; who waits for an answer is told. */
  @Override
  public synchronized void close() {
    isClosed = true;
    wake();
    if (!thread.isAlive()) {
      cancelTasks();
    }
  }

  private synchronized void add(Task task) {
    if (isClosed) {
      task.cancel().run();
    } else {
      tasks.add(task);
      wake();
    }
  }

  /** Interrupts nothing but the rest: an interrupt closes the file that a thread is writing. */
  private void wake() {
    hasNews = true;
    if (isResting) {
      thread.interrupt();
    }
  }

  private void run() {
    Instant next = Instant.MIN;
    while (!isClosed()) {
      if (doTasks() || !timer.instant().isBefore(next)) {
        next = nextLook();
      }
      rest(next);
    }
    cancelTasks();
  }

  /** Returns whether one of them calls for a look. */
  private boolean doTasks() {
    boolean callsForLook = false;
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      attempt(task.work());
      callsForLook |= task.callsForLook();
    }
    return callsForLook;
  }

  private synchronized boolean isClosed() {
    return isClosed;
  }

  private void cancelTasks() {
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      task.cancel().run();
    }
  }

  private Instant nextLook() {
    Instant[] next = {timer.instant().plus(AFTER_ERROR)};
    attempt(() -> next[0] = look.get());
    return next[0];
  }

  private static void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("Could not go on with the certificates as intended; trying again", e);
    }
  }

  private void rest(Instant until) {
    if (beginRest()) {
      try {
        timer.sleep(Duration.between(timer.instant(), until));
      } catch (InterruptedException _) {
        // there is news
      }
      endRest();
    }
  }

  private synchronized boolean beginRest() {
    isResting = !hasNews;
    hasNews = false;
    return isResting;
  }

  private synchronized void endRest() {
    isResting = false;
    hasNews = false;
    Thread.interrupted();
  }
}
