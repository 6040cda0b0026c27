package dev.reveille.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/**
 * Whether a certificate names another one as its issuer, by name and by key identifier (RFC 5280,
 * section 4.2.1.1). Only where it has no such identifier is the signature checked, since that takes
 * milliseconds and thousands of chains are read at a start.
 */
final class ChainLink {
  private ChainLink() {}

  static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    Optional<byte[]> wanted =
        extensions(certificate)
            .map(AuthorityKeyIdentifier::fromExtensions)
            .map(AuthorityKeyIdentifier::getKeyIdentifierOctets);
    Optional<byte[]> there =
        extensions(issuer)
            .map(SubjectKeyIdentifier::fromExtensions)
            .map(SubjectKeyIdentifier::getKeyIdentifier);
    return (wanted.isPresent() && there.isPresent())
        ? Arrays.equals(wanted.get(), there.get())
        : isSignedBy(certificate, issuer);
  }

  private static Optional<Extensions> extensions(X509Certificate certificate) {
    try {
      return Optional.ofNullable(new JcaX509CertificateHolder(certificate).getExtensions());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has no encoding", e);
    }
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
