package dev.reveille.concurrent;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations as people write them in settings and labels: {@code 250ms}, {@code 30s}, {@code 0.5h}.
 */
public final class Durations {
  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads a number and a unit ({@code ms s m h d}); {@code 0} needs no unit.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher matcher = SYNTAX.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no duration; write a number and a unit, as 250ms, 30s, 0.5h".formatted(text));
    }
    long unit = millisIn(matcher.group(3));
    long whole = Long.parseLong(matcher.group(1)) * unit;
    return Duration.ofMillis(whole + billionths(matcher.group(2)) * unit / 1_000_000_000);
  }

  /** {@code "25"} is 250 million. BigDecimal would take a tenth of the service's start to load. */
  private static long billionths(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong((digits + "00000000").substring(0, 9));
  }

  /** Writes a duration for people: {@code 340ms}, {@code 2.1s}, {@code 12m}. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + "ms";
    }
    return millis < 120_000
        ? String.format(Locale.ROOT, "%.1fs", millis / 1_000.0)
        : duration.toMinutes() + "m";
  }

  private static long millisIn(String unit) {
    Duration one =
        switch (unit) {
          case "ms" -> Duration.ofMillis(1);
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          case "h" -> Duration.ofHours(1);
          default -> Duration.ofDays(1);
        };
    return one.toMillis();
  }
}
