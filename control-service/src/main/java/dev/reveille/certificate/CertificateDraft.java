package dev.reveille.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate before it is signed: RFC 5280, as browsers want it.
 *
 * <p>Keys and signatures are the JDK's; only the certificate's form is Bouncy Castle's, which is
 * not registered as a provider: that costs half a second and changes every other look-up.
 */
final class CertificateDraft {
  private static final int LONGEST_COMMON_NAME = 64; // RFC 5280, appendix A.1
  private static final int SERVER_USAGE = KeyUsage.digitalSignature;
  private static final int AUTHORITY_USAGE = KeyUsage.keyCertSign | KeyUsage.cRLSign;

  private final X500Name subject;
  private final PublicKey key;
  private final Instant from;
  private final Instant until;
  private final ExtensionsGenerator extensions = new ExtensionsGenerator();

  /**
   * @param commonName cut where it is longer than may be; nobody reads it but people
   */
  CertificateDraft(String commonName, PublicKey key, Instant from, Instant until) {
    this.subject =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(
                BCStyle.CN,
                commonName.substring(0, Math.min(commonName.length(), LONGEST_COMMON_NAME)))
            .build();
    this.key = key;
    this.from = from;
    this.until = until;
  }

  /** A new P-256 key. */
  static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a P-256 key with this JVM", e);
    }
  }

  /**
   * For a server with these names, and for nothing else.
   *
   * @param names host names, {@code *.x}, IP addresses
   */
  CertificateDraft forServer(Collection<String> names) {
    GeneralName[] all = names.stream().map(CertificateDraft::general).toArray(GeneralName[]::new);
    add(Extension.subjectAlternativeName, false, new GeneralNames(all));
    add(Extension.basicConstraints, true, new BasicConstraints(false));
    add(Extension.keyUsage, true, new KeyUsage(SERVER_USAGE));
    add(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    return this;
  }

  /**
   * For an authority.
   *
   * @param below how many authorities may stand between it and a leaf
   * @param domains it may sign only for these and what is below them, and for no address; empty for
   *     no such limit
   */
  CertificateDraft forAuthority(int below, List<String> domains) {
    add(Extension.basicConstraints, true, new BasicConstraints(below));
    add(Extension.keyUsage, true, new KeyUsage(AUTHORITY_USAGE));
    if (!domains.isEmpty()) {
      add(Extension.nameConstraints, true, only(domains));
    }
    return this;
  }

  X509Certificate signedByItself(PrivateKey own) {
    return sign(subject, key, own);
  }

  X509Certificate signedBy(X509Certificate issuer, PrivateKey issuersKey) {
    X500Name name = X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
    return sign(name, issuer.getPublicKey(), issuersKey);
  }

  private X509Certificate sign(X500Name issuer, PublicKey issuersKey, PrivateKey signing) {
    String algorithm = signing instanceof RSAKey ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  issuer, serial(), Date.from(from), Date.from(until), subject, key)
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  identifiers.createSubjectKeyIdentifier(key))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  identifiers.createAuthorityKeyIdentifier(issuersKey));
      for (var identifier : extensions.generate().getExtensionOIDs()) {
        builder.addExtension(extensions.generate().getExtension(identifier));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signing)));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("cannot sign a certificate with this JVM", e);
    }
  }

  /** Positive, with 158 random bits: at most 20 octets (RFC 5280, section 4.1.2.2). */
  private static BigInteger serial() {
    return new BigInteger(158, new SecureRandom()).setBit(158);
  }

  private static NameConstraints only(List<String> domains) {
    GeneralSubtree[] permitted =
        domains.stream()
            .map(domain -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)))
            .toArray(GeneralSubtree[]::new);
    GeneralSubtree[] excluded = {everyAddress(4), everyAddress(16)};
    return new NameConstraints(permitted, excluded);
  }

  /** An address and a mask of nothing but zeros. */
  private static GeneralSubtree everyAddress(int octets) {
    return new GeneralSubtree(
        new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[2 * octets])));
  }

  private static GeneralName general(String name) {
    return new GeneralName(
        ServerNames.isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  private void add(ASN1ObjectIdentifier identifier, boolean isCritical, ASN1Encodable value) {
    try {
      extensions.addExtension(identifier, isCritical, value);
    } catch (IOException e) {
      throw new IllegalStateException("cannot encode an extension", e);
    }
  }
}
