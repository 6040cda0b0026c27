package dev.reveille.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When the end of a certificate is worth a warning. */
final class Expiry {
  private static final Duration WORTH_A_WARNING = Duration.ofDays(14);

  private Expiry() {}

  /** What is wrong with its dates, to be put behind its name: {@code expires at …}. */
  static Optional<String> problem(ServerCertificate certificate, Instant now) {
    Instant end = certificate.notAfter();
    if (now.isBefore(certificate.notBefore())) {
      return Optional.of(
          "is not valid before %s and used last until then".formatted(certificate.notBefore()));
    }
    if (!now.isBefore(end)) {
      return Optional.of("expired at %s and is used last".formatted(end));
    }
    return now.isBefore(end.minus(worthAWarning(certificate)))
        ? Optional.empty()
        : Optional.of("expires at %s".formatted(end));
  }

  /** Short-lived ones are replaced late by nature. */
  private static Duration worthAWarning(ServerCertificate certificate) {
    Duration part = Duration.between(certificate.notBefore(), certificate.notAfter()).dividedBy(5);
    return part.compareTo(WORTH_A_WARNING) < 0 ? part : WORTH_A_WARNING;
  }
}
