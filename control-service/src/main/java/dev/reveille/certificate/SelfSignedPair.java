package dev.reveille.certificate;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A new P-256 key (PKCS#8) and its own certificate for localhost, as PEM. */
record SelfSignedPair(String certificatePem, String keyPem) {
  static final String SIGNATURE = "SHA256withECDSA";

  private static final Duration VALID = Duration.ofDays(397);

  /** For machines whose clocks are behind ours. */
  private static final Duration BEFORE_NOW = Duration.ofHours(1);

  private static final List<String> HOSTS = List.of("localhost", "*.localhost", "127.0.0.1", "::1");

  static SelfSignedPair make(Instant now) {
    KeyPair keys = CertificateDraft.newKeys();
    Instant from = now.minus(BEFORE_NOW);
    CertificateDraft draft =
        new CertificateDraft("Reveille self-signed", keys.getPublic(), from, from.plus(VALID));
    return new SelfSignedPair(
        Pem.text(draft.forServer(HOSTS).signedByItself(keys.getPrivate())),
        Pem.text(keys.getPrivate()));
  }
}
