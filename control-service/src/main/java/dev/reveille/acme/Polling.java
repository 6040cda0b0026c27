package dev.reveille.acme;

import dev.reveille.concurrent.Backoff;
import dev.reveille.concurrent.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;

/**
 * Asks a CA again and again until it has done something: soon at first, as most take a fraction of
 * a second, and never before the time that the CA asks for. A single failure to ask is passed over.
 */
final class Polling {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int FAILURES = 3;

  private final Timer timer;
  private final Backoff pauses = new Backoff(Duration.ofMillis(50), 2, Duration.ofSeconds(3));
  private final Instant start;
  private int failures;

  /** Its two minutes begin now. */
  Polling(Timer timer) {
    this.timer = timer;
    this.start = timer.instant();
  }

  /** One question. */
  @FunctionalInterface
  interface Question {
    /** Returns when the CA wants to be asked again. */
    Optional<Instant> ask() throws AcmeException;
  }

  /** Whether it was done in time. */
  boolean until(Question question, BooleanSupplier done)
      throws AcmeException, InterruptedException {
    while (true) {
      Optional<Instant> askAgain;
      try {
        askAgain = question.ask();
        failures = 0;
        if (done.getAsBoolean()) {
          return true;
        }
      } catch (AcmeNetworkException e) {
        askAgain = afterFailure(e);
      }
      Duration pause = pause(askAgain);
      if (pause.compareTo(timer.left(start, LIMIT)) > 0) {
        return false;
      }
      timer.sleep(pause);
    }
  }

  private Optional<Instant> afterFailure(AcmeNetworkException e) throws AcmeNetworkException {
    failures++;
    if (failures == FAILURES || Thread.currentThread().isInterrupted()) {
      throw e;
    }
    return e.getCause() instanceof CaUnavailable answer ? answer.retryAt() : Optional.empty();
  }

  private Duration pause(Optional<Instant> askAgain) {
    Duration own = pauses.next();
    Duration asked =
        askAgain.map(at -> Duration.between(timer.instant(), at)).orElse(Duration.ZERO);
    return asked.compareTo(own) > 0 ? asked : own;
  }
}
