package dev.reveille.certificate;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local CA's own certificate and key, {@code root.crt} and {@code root.key}.
 *
 * @param domains to which the root itself is limited; empty for no limit
 */
record LocalRoot(X509Certificate certificate, PrivateKey key, List<String> domains) {
  static final String CERTIFICATE = "root.crt";
  static final String KEY = "root.key";

  private static final Logger log = LoggerFactory.getLogger(LocalRoot.class);
  private static final Duration LIFETIME = Duration.ofDays(3653);

  /** Enough for a person to trust the next one. */
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);

  /** For machines whose clocks are behind ours. */
  private static final Duration BEFORE_NOW = Duration.ofHours(1);

  LocalRoot {
    domains = List.copyOf(domains);
  }

  /**
   * Reads both files, or makes them where there is no certificate yet. One that is about to expire
   * is made anew, with a warning, since nobody's browser would go on trusting it.
   *
   * @throws IllegalArgumentException when the files can't be used: people have trusted that
   *     certificate, so that it is theirs to decide whether to restore it or to begin anew
   */
  static LocalRoot provide(PemFiles files, LocalAuthority.Settings settings, Instant now) {
    Optional<String> certificate = files.read(CERTIFICATE);
    if (certificate.isEmpty()) {
      return make(files, settings, now);
    }
    LocalRoot root = read(certificate.get(), files.read(KEY));
    Instant end = root.certificate.getNotAfter().toInstant();
    if (now.plus(RENEW_BEFORE).isBefore(end)) {
      return root;
    }
    log.warn("The local CA's root ends, so it is made anew: trust the new one end={}", end);
    return make(files, settings, now);
  }

  private static LocalRoot read(String certificatePem, Optional<String> keyPem) {
    try {
      ServerCertificate pair =
          ServerCertificate.of(
              certificatePem,
              keyPem.orElseThrow(() -> new IllegalArgumentException("the key is missing")));
      if (pair.leaf().getBasicConstraints() < 0) {
        throw new IllegalArgumentException("the certificate is no authority's");
      }
      return new LocalRoot(pair.leaf(), pair.key(), domains(pair.leaf()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          ("cannot use the local CA's root, local-ca/root.crt and root.key in STATE_DIR: %s;"
               + " restore both from a backup, or remove both: then a new root is made that has to"
               + " be trusted anew")
              .formatted(e.getMessage()),
          e);
    }
  }

  private static LocalRoot make(PemFiles files, LocalAuthority.Settings settings, Instant now) {
    KeyPair keys = CertificateDraft.newKeys();
    Instant from = now.minus(BEFORE_NOW);
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    String name = "Reveille local CA %s %s".formatted(settings.shortMachine(), day);
    X509Certificate certificate =
        new CertificateDraft(name, keys.getPublic(), from, from.plus(LIFETIME))
            .forAuthority(0, settings.domains())
            .signedByItself(keys.getPrivate());
    // The certificate is written last: while it is missing, nobody can have trusted it.
    files.remove(CERTIFICATE);
    files.write(KEY, Pem.text(keys.getPrivate()));
    files.write(CERTIFICATE, Pem.text(certificate));
    log.info(
        "Made the root of the local CA; browsers warn until it is trusted, see certs/README.md"
            + " name=\"{}\"",
        name);
    return new LocalRoot(certificate, keys.getPrivate(), settings.domains());
  }

  /** To which a certificate's name constraints limit it; empty for no limit. */
  static List<String> domains(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(Extension.nameConstraints.getId());
    if (extension == null) {
      return List.of();
    }
    GeneralSubtree @Nullable [] permitted =
        NameConstraints.getInstance(ASN1OctetString.getInstance(extension).getOctets())
            .getPermittedSubtrees();
    if (permitted == null) {
      return List.of();
    }
    return Arrays.stream(permitted)
        .map(GeneralSubtree::getBase)
        .filter(base -> base.getTagNo() == GeneralName.dNSName)
        .map(base -> base.getName().toString())
        .toList();
  }
}
