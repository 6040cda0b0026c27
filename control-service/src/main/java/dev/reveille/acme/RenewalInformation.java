package dev.reveille.acme;

import dev.reveille.certificate.CertificateIssuer.RenewalWindow;
import java.net.URL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Extension;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeProtocolException;

/** When a CA would like certificates to be renewed (RFC 9773). */
final class RenewalInformation {
  private static final Duration UNLESS_TOLD = Duration.ofHours(6);

  /** Bounds that RFC 9773, section 4.3.3, advises. */
  private static final Duration SOONEST = Duration.ofMinutes(1);

  private static final Duration LATEST = Duration.ofDays(1);

  private RenewalInformation() {}

  /** Whether it has what a CA is asked by: the key identifier of its issuer. */
  static boolean isIdentifiable(X509Certificate certificate) {
    return certificate.getExtensionValue(Extension.authorityKeyIdentifier.getId()) != null;
  }

  /** Empty where the CA does not tell, or can't be asked about this certificate. */
  static Optional<RenewalWindow> of(X509Certificate leaf, Login login, Instant now)
      throws AcmeException {
    if (!isIdentifiable(leaf)
        || login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) {
      return Optional.empty();
    }
    RenewalInfo info = login.bindRenewalInfo(leaf);
    Instant askAgain = info.fetch().orElse(now.plus(UNLESS_TOLD));
    Instant start = info.getSuggestedWindowStart();
    Instant end = info.getSuggestedWindowEnd();
    if (end.isBefore(start)) {
      throw new AcmeProtocolException("a time to renew that ends before it begins");
    }
    return Optional.of(
        new RenewalWindow(
            start, end, within(askAgain, now), info.getExplanation().map(URL::toString)));
  }

  private static Instant within(Instant askAgain, Instant now) {
    Instant soonest = now.plus(SOONEST);
    Instant latest = now.plus(LATEST);
    if (askAgain.isBefore(soonest)) {
      return soonest;
    }
    return askAgain.isAfter(latest) ? latest : askAgain;
  }
}
