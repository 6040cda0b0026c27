package dev.reveille.certificate;

import java.time.Instant;
import java.util.Optional;

/**
 * What keeps going wrong, for a name or for a CA as a whole.
 *
 * @param failures in a row
 * @param nextTry not before
 * @param lastError one sentence for an administrator
 */
record Trouble(int failures, Instant nextTry, String lastError) {
  /** So many in a row, and another CA is tried. */
  static final int LASTING = 3;

  /** One more failure; a time that the CA named is obeyed where it is later than ours. */
  static Trouble after(
      Optional<Trouble> before, String name, Instant now, String error, Optional<Instant> retryAt) {
    int failures = 1 + before.map(Trouble::failures).orElse(0);
    Instant ours = now.plus(Retries.delay(failures, name));
    return new Trouble(failures, retryAt.filter(ours::isBefore).orElse(ours), error);
  }

  boolean isLasting() {
    return failures >= LASTING;
  }

  boolean forbidsAt(Instant now) {
    return now.isBefore(nextTry);
  }
}
