package dev.reveille.dns;

import dev.reveille.certificate.IssuanceFailed;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is thrown when a challenge's record could not be brought about. */
final class NotPrepared {
  private NotPrepared() {}

  static IssuanceFailed because(String message, @Nullable Throwable cause) {
    return new IssuanceFailed(IssuanceFailed.Kind.NOT_PREPARED, message, Optional.empty(), cause);
  }
}
