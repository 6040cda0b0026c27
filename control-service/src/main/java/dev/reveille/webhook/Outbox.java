package dev.reveille.webhook;

import dev.reveille.concurrent.Backoff;
import dev.reveille.concurrent.Timer;
import dev.reveille.webhook.Receiver.Answer;
import dev.reveille.webhook.Webhooks.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to one receiver, one after the other in the order in which they came, on a thread
 * of its own. One that fails is tried again until it is too old, and the later ones wait behind it.
 */
final class Outbox {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  static final Duration TOO_OLD = Duration.ofHours(1);

  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

  private final Receiver receiver;
  private final Duration patience;
  private final Timer timer;
  private final Consumer<Outcome> outcomes;
  private final Thread thread;
  private final Backoff backoff = new Backoff(FIRST_DELAY, 2, LONGEST_DELAY);
  private final Waiting waiting = new Waiting();
  private Optional<Instant> flushUntil = Optional.empty();
  private boolean isResting;
  private boolean isLastTry;
  private boolean isOver;
  private boolean isFailing;
  private int dropped;

  /**
   * @param patience how long a receiver may take to answer
   */
  Outbox(Receiver receiver, Duration patience, Timer timer, Consumer<Outcome> outcomes) {
    this.receiver = receiver;
    this.patience = patience;
    this.timer = timer;
    this.outcomes = outcomes;
    this.thread = Thread.ofVirtual().name("webhook").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Has it sent soon; where too many wait, the oldest is dropped. */
  synchronized void add(Message message) {
    if (isOver || flushUntil.isPresent()) {
      return;
    }
    if (waiting.add(message)) {
      drop(1, "%d others wait".formatted(Waiting.MOST));
    }
    notifyAll();
  }

  /** Has each that waits tried once more until then, and ends; nothing is added any more. */
  synchronized void flush(Instant until) {
    flushUntil = Optional.of(until);
    notifyAll();
    if (isResting) {
      thread.interrupt();
    }
  }

  /** Waits for that end, and ends what takes longer. */
  void awaitEnd(Duration limit) throws InterruptedException {
    if (thread.isAlive() && !thread.join(limit)) {
      thread.interrupt();
    }
  }

  private void run() {
    try {
      for (Optional<Message> next = next(); next.isPresent(); next = next()) {
        after(next.get(), receiver.post(next.get(), beginTry()));
      }
    } catch (InterruptedException _) {
      end("the control service stops");
    }
  }

  /** Waits for one; empty once there will be none. */
  private synchronized Optional<Message> next() throws InterruptedException {
    while (true) {
      drop(waiting.removeBefore(timer.instant().minus(TOO_OLD)), "it was not taken for an hour");
      if (isOver || flushUntil.isPresent() || waiting.first().isPresent()) {
        return waiting.first();
      }
      wait();
    }
  }

  private void after(Message message, Answer answer) {
    switch (answer) {
      case Answer.Taken() -> taken(message);
      case Answer.Refused(var reason) -> refused(message, reason);
      case Answer.Gone() -> {
        log.error(
            "A webhook's receiver answered 410 and gets nothing more; take it out of WEBHOOK_URL"
                + " receiver={}",
            receiver.shown());
        end("its receiver wants none");
      }
      case Answer.Failed(var reason, var notBefore) -> failed(reason, notBefore);
    }
  }

  private synchronized void taken(Message message) {
    waiting.remove(message);
    outcomes.accept(Outcome.TAKEN);
    backoff.reset();
    if (isFailing) {
      log.info("Webhooks are taken again receiver={} dropped={}", receiver.shown(), dropped);
    }
    isFailing = false;
    dropped = 0;
  }

  private synchronized void refused(Message message, String reason) {
    waiting.remove(message);
    drop(1, reason);
  }

  private void failed(String reason, Optional<Instant> notBefore) {
    tellFailure(reason);
    Duration own = spread(backoff.next());
    Duration asked =
        notBefore.map(it -> Duration.between(timer.instant(), it)).orElse(Duration.ZERO);
    if (beginRest(reason)) {
      try {
        timer.sleep(asked.compareTo(own) > 0 ? asked : own);
      } catch (InterruptedException _) {
        // there is a flush
      }
      endRest();
    }
  }

  /** Up to half as much more: many that failed together need not come back together. */
  private static Duration spread(Duration delay) {
    return delay.plusMillis(ThreadLocalRandom.current().nextLong(delay.toMillis() / 2));
  }

  private synchronized void tellFailure(String reason) {
    outcomes.accept(Outcome.FAILED);
    if (!isFailing) {
      log.warn(
          "A webhook was not taken, trying again receiver={} reason=\"{}\"",
          receiver.shown(),
          reason);
    }
    isFailing = true;
  }

  /**
   * A flush has no time to wait for a receiver that fails; a try from before it was not its own.
   */
  private synchronized boolean beginRest(String reason) {
    if (isLastTry) {
      end(reason);
    }
    isResting = flushUntil.isEmpty();
    return isResting;
  }

  private synchronized void endRest() {
    isResting = false;
    Thread.interrupted();
  }

  private synchronized void end(String reason) {
    isOver = true;
    drop(waiting.removeAll(), reason);
  }

  /** Told once, until one is taken: a receiver that is away for long would fill the log. */
  private void drop(int count, String reason) {
    for (int i = 0; i < count; i++) {
      outcomes.accept(Outcome.DROPPED);
    }
    if (count > 0 && dropped == 0) {
      log.warn(
          "Dropped webhooks, and maybe more until one is taken receiver={} count={} reason=\"{}\"",
          receiver.shown(),
          count,
          reason);
    }
    dropped += count;
  }

  /** How long the try may take. */
  private synchronized Duration beginTry() {
    isLastTry = flushUntil.isPresent();
    return flushUntil
        .map(until -> Duration.between(timer.instant(), until))
        .map(left -> left.isPositive() ? left : Duration.ofMillis(1))
        .filter(left -> left.compareTo(patience) < 0)
        .orElse(patience);
  }
}
