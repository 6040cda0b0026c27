package dev.reveille.cli;

import java.time.Duration;
import java.time.Instant;

/** Times in words, seen from now: {@code in 12m}, {@code 3h ago}. */
final class Moment {
  private Moment() {}

  /** Of an instant as the control service writes it; empty for none. */
  static String text(Json instant, Instant now) {
    return instant.isMissing() ? "" : text(Instant.parse(instant.text()), now);
  }

  /** {@code 2026-01-31T12:00:00Z}, without fractions of a second. */
  static String whole(Json instant) {
    String text = instant.text();
    int dot = text.indexOf('.');
    return dot < 0 ? text : text.substring(0, dot) + "Z";
  }

  private static String text(Instant at, Instant now) {
    Duration until = Duration.between(now, at);
    if (until.abs().toSeconds() < 1) {
      return "now";
    }
    return until.isNegative() ? span(until.negated()) + " ago" : "in " + span(until);
  }

  /** {@code 45s}, {@code 12m}, {@code 3h 20m}, {@code 47h}, {@code 60d} */
  static String span(Duration time) {
    if (time.toSeconds() < 90) {
      return time.toSeconds() + "s";
    }
    if (time.toMinutes() < 90) {
      return time.toMinutes() + "m";
    }
    if (time.toHours() < 10) {
      int minutes = time.toMinutesPart();
      return time.toHours() + "h" + (minutes == 0 ? "" : " " + minutes + "m");
    }
    return time.toHours() < 48 ? time.toHours() + "h" : time.toDays() + "d";
  }
}
