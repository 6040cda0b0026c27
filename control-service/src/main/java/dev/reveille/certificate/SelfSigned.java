package dev.reveille.certificate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that the gateway shows where it has no better one: {@code self-signed.crt} and
 * {@code self-signed.key}. Browsers warn of it; it is there so that HTTPS works at all.
 *
 * <p>It is valid for 397 days, since Apple's and Google's clients refuse longer ones even where a
 * person has trusted them, and is made anew at the first start with less than 30 days left.
 */
public final class SelfSigned {
  public static final String CERTIFICATE = "self-signed.crt";
  public static final String KEY = "self-signed.key";

  private static final Logger log = LoggerFactory.getLogger(SelfSigned.class);
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);

  private final PemFiles files;
  private final InstantSource clock;

  public SelfSigned(PemFiles files, InstantSource clock) {
    this.files = files;
    this.clock = clock;
  }

  /**
   * Sees to it that both files are there, belong together and are valid for a while; what is in
   * order is left as it is.
   *
   * @return what is in the files
   */
  public ServerCertificate provide() {
    fault().ifPresent(this::replace);
    return ServerCertificate.of(
        files.read(CERTIFICATE).orElseThrow(), files.read(KEY).orElseThrow());
  }

  private void replace(String fault) {
    SelfSignedPair pair = SelfSignedPair.make(clock.instant());
    // The certificate goes first and comes back last: whoever waits for it, as the gateway's start
    // does, never finds it beside a key that is not its own.
    files.remove(CERTIFICATE);
    files.write(KEY, pair.keyPem());
    files.write(CERTIFICATE, pair.certificatePem());
    log.info("Made a self-signed certificate because={}", fault);
  }

  /** Why the files cannot be used; empty when they can. */
  private Optional<String> fault() {
    Optional<String> certificate = files.read(CERTIFICATE);
    Optional<String> key = files.read(KEY);
    if (certificate.isEmpty() || key.isEmpty()) {
      return Optional.of("missing");
    }
    try {
      return fault(certificate(certificate.get()), key(key.get()));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.of("damaged");
    }
  }

  private Optional<String> fault(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    certificate.verify(certificate.getPublicKey());
    Instant now = clock.instant();
    if (now.plus(RENEW_BEFORE).isAfter(certificate.getNotAfter().toInstant())) {
      return Optional.of("expiring");
    }
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      return Optional.of("not-yet-valid");
    }
    return belongTogether(certificate, key) ? Optional.empty() : Optional.of("key-of-another");
  }

  private static boolean belongTogether(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    byte[] probe = certificate.getEncoded();
    Signature signing = Signature.getInstance(SelfSignedPair.SIGNATURE);
    signing.initSign(key);
    signing.update(probe);
    Signature checking = Signature.getInstance(SelfSignedPair.SIGNATURE);
    checking.initVerify(certificate);
    checking.update(probe);
    return checking.verify(signing.sign());
  }

  private static X509Certificate certificate(String pem) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
  }

  /** Reads only what {@link SelfSignedPair} writes; without Bouncy Castle, to start quickly. */
  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----|\\s", "");
    byte[] encoded = Base64.getDecoder().decode(base64);
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }
}
