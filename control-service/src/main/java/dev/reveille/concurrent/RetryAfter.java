package dev.reveille.concurrent;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a server wants to be asked again: {@code Retry-After} (RFC 9110, section 10.2.3), as seconds
 * or as a date, which is read against the server's own {@code Date}, so that its clock need not
 * agree with ours.
 */
public final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private RetryAfter() {}

  /** Not before {@code now}; empty where there is none that can be read. */
  public static Optional<Instant> of(HttpHeaders headers, Instant now) {
    return headers
        .firstValue("Retry-After")
        .map(String::strip)
        .flatMap(it -> read(it, headers, now));
  }

  private static Optional<Instant> read(String text, HttpHeaders headers, Instant now) {
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(now.plusSeconds(Long.parseLong(text)));
    }
    Instant theirs = headers.firstValue("Date").flatMap(RetryAfter::date).orElse(now);
    return date(text)
        .map(date -> Duration.between(theirs, date))
        .map(delay -> delay.isNegative() ? now : now.plus(delay));
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
