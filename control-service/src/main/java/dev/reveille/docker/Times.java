package dev.reveille.docker;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine's times: {@code 2026-01-31T20:56:53.39Z}, or with its own offset. */
final class Times {
  private Times() {}

  /** Of a header: {@code Sat, 31 Jan 2026 20:56:53 GMT} (RFC 9110). */
  static Optional<Instant> ofHeader(@Nullable String date) {
    try {
      return Optional.ofNullable(date)
          .map(it -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(it)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** Empty where it says none. */
  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
