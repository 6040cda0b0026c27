package dev.reveille.acme;

import java.time.Instant;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeServerException;

/** The CA refused, and said when to come again, which acme4j keeps for rate limits only. */
final class RefusedUntil extends AcmeServerException {
  private static final long serialVersionUID = 1;

  private final Instant retryAt;

  RefusedUntil(Problem problem, Instant retryAt) {
    super(problem);
    this.retryAt = retryAt;
  }

  Instant retryAt() {
    return retryAt;
  }
}
