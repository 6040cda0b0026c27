package dev.reveille.certificate;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A certificate was not issued. The message is one sentence for an administrator. */
public final class IssuanceFailed extends RuntimeException {
  private final Kind kind;
  private final Optional<Instant> retryAt;

  /** What a caller has to tell apart. */
  public enum Kind {
    /** The CA could not be asked, or failed itself; nobody's fault here. */
    CA_UNREACHABLE,
    /** The CA wants fewer orders from us, at least until {@link IssuanceFailed#retryAt}. */
    RATE_LIMITED,
    /** The CA tried to validate a name, and it did not lead here: counts as a failed validation. */
    NOT_VALIDATED,
    /** The CA refused for another reason; trying the same again won't help before it is mended. */
    REFUSED,
    /** It failed on our side, before the CA was asked to validate. */
    NOT_PREPARED
  }

  public IssuanceFailed(
      Kind kind, String message, Optional<Instant> retryAt, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAt = retryAt;
  }

  public Kind kind() {
    return kind;
  }

  /** Not to be tried again before; what the CA's {@code Retry-After} says. */
  public Optional<Instant> retryAt() {
    return retryAt;
  }
}
