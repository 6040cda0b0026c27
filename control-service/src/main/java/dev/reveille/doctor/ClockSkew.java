package dev.reveille.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Compares this machine's clock with that of somebody else's {@code Date} header (RFC 9110, 6.6.1),
 * which is in whole seconds and as old as its way here.
 */
public final class ClockSkew {
  private static final String SUBJECT = "clock";
  private static final Duration UNSUSPICIOUS = Duration.ofSeconds(10);

  /** Certificates are made to be valid from an hour ago; a CA's answers for about as long. */
  private static final Duration HARMFUL = Duration.ofMinutes(30);

  private static final String ADVICE =
      "set both clocks by NTP (timedatectl set-ntp true); certificates depend on it";

  private ClockSkew() {}

  /**
   * What there is to say; empty where the other did not tell the time.
   *
   * @param other whose clock, {@code the engine}
   */
  public static Optional<Finding> finding(String other, Optional<Instant> date, Instant now) {
    return date.map(it -> finding(other, Duration.between(it, now)));
  }

  private static Finding finding(String other, Duration ahead) {
    Duration skew = ahead.abs();
    if (skew.compareTo(UNSUSPICIOUS) <= 0) {
      return Finding.ok(SUBJECT, "agrees with that of " + other);
    }
    String text =
        "is %d s %s that of %s"
            .formatted(skew.toSeconds(), ahead.isNegative() ? "behind" : "ahead of", other);
    return skew.compareTo(HARMFUL) <= 0
        ? Finding.warn(SUBJECT, text, ADVICE)
        : Finding.fail(SUBJECT, text, ADVICE);
  }
}
