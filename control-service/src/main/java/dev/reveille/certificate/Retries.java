package dev.reveille.certificate;

import dev.reveille.concurrent.Durations;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long to wait after failures in a row: soon at first, as many faults are mended within
 * minutes, then every 6 hours for 30 days, and once a day after that. Up to a tenth is added, by
 * name, so that names that failed together are not tried together.
 */
final class Retries {
  private static final List<Duration> FIRST =
      Stream.of("1m", "2m", "2m", "5m", "10m", "20m", "30m", "1h", "2h", "3h", "6h")
          .map(Durations::parse)
          .toList();

  /** As many waits of six hours as make 30 days. */
  private static final int WITHIN_A_MONTH = FIRST.size() + 30 * 24 / 6;

  private Retries() {}

  /**
   * @param failures in a row, 1 after the first
   * @param name whose failures they are
   */
  static Duration delay(int failures, String name) {
    Duration delay =
        failures > WITHIN_A_MONTH
            ? Duration.ofDays(1)
            : FIRST.get(Math.min(failures, FIRST.size()) - 1);
    return delay.plusNanos((long) (delay.toNanos() * 0.1 * Spread.of(name + failures)));
  }
}
