package dev.reveille.acme;

import dev.reveille.certificate.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** Signs what it is asked to, unless a test wants something wrong. */
final class ScriptedSigner {
  private final InstantSource clock;
  private final KeyPair keys = KeyType.P_256.newPair();
  private volatile String onlyName = "";
  private volatile boolean otherKey;
  private volatile Duration begins = Duration.ofHours(-1);

  ScriptedSigner(InstantSource clock) {
    this.clock = clock;
  }

  /** From now on certificates are for this name, whatever is asked for. */
  void onlyFor(String name) {
    onlyName = name;
  }

  /** From now on certificates are for another key than the one asked for. */
  void forAnotherKey() {
    otherKey = true;
  }

  /** From now on certificates begin at that distance from now. */
  void beginning(Duration fromNow) {
    begins = fromNow;
  }

  /** The certificate for a request, as PEM. */
  String sign(byte[] request) {
    try {
      PKCS10CertificationRequest csr = new PKCS10CertificationRequest(request);
      Instant from = clock.instant().plus(begins);
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              new X500Name("CN=Scripted CA,O=Reveille's tests,C=AQ"),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(from),
              Date.from(from.plus(Duration.ofDays(6))),
              new X500Name("CN=leaf"),
              key(csr));
      builder.addExtension(Extension.subjectAlternativeName, true, names(csr));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
      return Pem.text(
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private SubjectPublicKeyInfo key(PKCS10CertificationRequest csr) {
    return otherKey
        ? SubjectPublicKeyInfo.getInstance(KeyType.P_256.newPair().getPublic().getEncoded())
        : csr.getSubjectPublicKeyInfo();
  }

  private GeneralNames names(PKCS10CertificationRequest csr) {
    if (!onlyName.isEmpty()) {
      return new GeneralNames(new GeneralName(GeneralName.dNSName, onlyName));
    }
    Extensions extensions =
        Extensions.getInstance(
            csr.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)[0]
                .getAttributeValues()[0]);
    return GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
  }
}
