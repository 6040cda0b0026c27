package dev.reveille.docker;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The engine's times: {@code 2026-01-31T20:56:53.39Z}, or with its own offset. */
final class Times {
  private Times() {}

  /** Empty where it says none. */
  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
