package dev.reveille.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A new P-256 key (PKCS#8) and its own certificate for localhost, as PEM.
 *
 * <p>Keys and signatures are the JDK's; only the certificate's form is Bouncy Castle's, which is
 * not registered as a provider: that costs half a second and changes every other look-up.
 */
record SelfSignedPair(String certificatePem, String keyPem) {
  static final String SIGNATURE = "SHA256withECDSA";

  private static final X500Name NAME = new X500Name("CN=Reveille self-signed");
  private static final Duration VALID = Duration.ofDays(397);

  /** For machines whose clocks are behind ours. */
  private static final Duration BEFORE_NOW = Duration.ofHours(1);

  private static final GeneralNames HOSTS =
      new GeneralNames(
          new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.dNSName, "*.localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
          });

  static SelfSignedPair make(Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      return new SelfSignedPair(
          Pem.text("CERTIFICATE", certificate(keys, now.minus(BEFORE_NOW))),
          Pem.text(keys.getPrivate()));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("cannot make a self-signed certificate with this JVM", e);
    }
  }

  private static byte[] certificate(KeyPair keys, Instant from)
      throws OperatorCreationException, IOException {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            NAME,
            new BigInteger(159, new SecureRandom()).setBit(158),
            Date.from(from),
            Date.from(from.plus(VALID)),
            NAME,
            keys.getPublic());
    builder.addExtension(Extension.subjectAlternativeName, false, HOSTS);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    return builder
        .build(new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate()))
        .getEncoded();
  }
}
