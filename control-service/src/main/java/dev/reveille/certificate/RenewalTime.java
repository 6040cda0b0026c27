package dev.reveille.certificate;

import dev.reveille.certificate.CertificateIssuer.RenewalWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a certificate is renewed: at a moment within the window that the CA suggests (RFC 9773), or
 * with a third of its lifetime left, half of it where that is below ten days. The moment is spread
 * by the certificate, so that a restart does not choose another.
 */
final class RenewalTime {
  private static final Duration SHORT_LIFE = Duration.ofDays(10);
  private static final double SPREAD = 1 / 30.0;

  private RenewalTime() {}

  /** In the past when it is due. */
  static Instant of(ServerCertificate certificate, Optional<RenewalWindow> window) {
    return window
        .map(it -> within(it, certificate))
        .filter(suggested -> suggested.isBefore(lastCall(certificate)))
        .orElseGet(() -> window.isPresent() ? lastCall(certificate) : byLifetime(certificate));
  }

  /**
   * From when on a certificate that has not been renewed is worth a warning, and worth an order
   * that can't be written down first: a sixth of its lifetime is left.
   */
  static Instant lastCall(ServerCertificate certificate) {
    return certificate.notAfter().minus(lifetime(certificate).dividedBy(6));
  }

  static Duration lifetime(ServerCertificate certificate) {
    return Duration.between(certificate.notBefore(), certificate.notAfter());
  }

  private static Instant within(RenewalWindow window, ServerCertificate certificate) {
    Duration width = Duration.between(window.start(), window.end());
    return window.start().plus(part(width, Spread.of(certificate.id())));
  }

  private static Instant byLifetime(ServerCertificate certificate) {
    Duration lifetime = lifetime(certificate);
    Duration left = lifetime.dividedBy(lifetime.compareTo(SHORT_LIFE) < 0 ? 2 : 3);
    Duration earlier = part(lifetime, SPREAD * Spread.of(certificate.id()));
    return certificate.notAfter().minus(left).minus(earlier);
  }

  private static Duration part(Duration whole, double share) {
    return Duration.ofMillis((long) (whole.toMillis() * share));
  }
}
