import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes certificates as an administrator has them: {@code Certificates FOLDER COUNT} writes {@code
 * FOLDER/h0000.certs.test.crt}, a chain of two, and {@code .key}, and so on, all with P-256 keys of
 * their own; and {@code FOLDER.root}, who has signed the one that has signed them.
 */
final class Certificates {
  private static final Instant FROM = Instant.now().minus(Duration.ofDays(1));
  private static final Instant UNTIL = FROM.plus(Duration.ofDays(90));

  private Certificates() {}

  /** Who signs. */
  private record Issuer(X500Name name, KeyPair keys) {
    static Issuer named(String name) throws GeneralSecurityException {
      return new Issuer(new X500Name("CN=" + name), newKeys());
    }
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    Issuer root = Issuer.named("Bench Root");
    Issuer issuer = Issuer.named("Bench R1");
    Files.writeString(Path.of(folder + ".root"), pem(authority(root, root)));
    String above = pem(authority(issuer, root));
    IntStream.range(0, Integer.parseInt(arguments[1]))
        .parallel()
        .forEach(number -> write(folder, name(number), issuer, above));
  }

  private static String name(int number) {
    return String.format(Locale.ROOT, "h%04d.certs.test", number);
  }

  private static void write(Path folder, String name, Issuer issuer, String above) {
    try {
      KeyPair keys = newKeys();
      Files.writeString(folder.resolve(name + ".crt"), pem(leaf(name, keys, issuer)) + above);
      Files.writeString(
          folder.resolve(name + ".key"), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    } catch (Exception e) {
      throw new IllegalStateException("cannot make the certificate of " + name, e);
    }
  }

  private static X509Certificate authority(Issuer of, Issuer by) throws Exception {
    var draft = draft(of.name(), of.keys(), by);
    draft.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    draft.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    return signed(draft, by);
  }

  private static X509Certificate leaf(String name, KeyPair keys, Issuer by) throws Exception {
    var draft = draft(new X500Name("CN=" + name), keys, by);
    draft.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
    draft.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    draft.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    draft.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    return signed(draft, by);
  }

  private static JcaX509v3CertificateBuilder draft(X500Name subject, KeyPair keys, Issuer by)
      throws IOException, GeneralSecurityException {
    var draft =
        new JcaX509v3CertificateBuilder(
            by.name(),
            new BigInteger(128, new SecureRandom()).setBit(128),
            Date.from(FROM),
            Date.from(UNTIL),
            subject,
            keys.getPublic());
    var identifiers = new JcaX509ExtensionUtils();
    draft.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        identifiers.createSubjectKeyIdentifier(keys.getPublic()));
    draft.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        identifiers.createAuthorityKeyIdentifier(by.keys().getPublic()));
    return draft;
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder draft, Issuer by)
      throws Exception {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(by.keys().getPrivate());
    return new JcaX509CertificateConverter().getCertificate(draft.build(signer));
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static String pem(X509Certificate certificate) throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  private static String pem(String type, byte[] encoded) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, lines);
  }
}
