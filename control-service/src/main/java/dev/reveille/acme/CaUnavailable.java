package dev.reveille.acme;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The CA answered with 5xx or 429: not now. */
final class CaUnavailable extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient Optional<Instant> retryAt;

  /**
   * Wraps what the answer says.
   *
   * @param text the CA's words; may be empty
   */
  CaUnavailable(int status, String text, Optional<Instant> retryAt) {
    super(text.isEmpty() ? "HTTP " + status : "HTTP %d, %s".formatted(status, text));
    this.status = status;
    this.retryAt = retryAt;
  }

  boolean isRateLimit() {
    return status == 429;
  }

  /** Whether it failed over this very request, and does not ask for a pause. */
  boolean isOfThisRequest() {
    return status == 500 && retryAt.isEmpty();
  }

  Optional<Instant> retryAt() {
    return retryAt;
  }
}
