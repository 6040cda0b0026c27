package dev.reveille.testing;

import dev.reveille.certificate.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The authority of Pebble's own HTTPS, made for one test; its certificate is for 127.0.0.1. */
final class PebbleAuthority {
  static final String ROOT = "ca.pem";
  static final String CERTIFICATE = "server.crt";
  static final String KEY = "server.key";

  private static final X500Name NAME = new X500Name("CN=Pebble's own HTTPS");
  private static final GeneralNames HERE =
      new GeneralNames(
          new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.dNSName, "localhost")
          });

  private final KeyPair keys = newKeys();
  private final X509Certificate root = sign(NAME, keys.getPublic(), true);

  private PebbleAuthority() throws GeneralSecurityException, IOException {}

  static PebbleAuthority writeTo(Path folder) throws IOException {
    try {
      PebbleAuthority authority = new PebbleAuthority();
      KeyPair server = newKeys();
      X509Certificate leaf = authority.sign(new X500Name("CN=pebble"), server.getPublic(), false);
      Files.writeString(folder.resolve(ROOT), Pem.text(authority.root));
      Files.writeString(folder.resolve(CERTIFICATE), Pem.text(leaf));
      Files.writeString(folder.resolve(KEY), Pem.text(server.getPrivate()));
      return authority;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  HttpClient client(Duration connectLimit) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("root", root);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return HttpClient.newBuilder().sslContext(context).connectTimeout(connectLimit).build();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private X509Certificate sign(X500Name subject, PublicKey key, boolean authority)
      throws GeneralSecurityException, IOException {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            NAME,
            BigInteger.valueOf(System.nanoTime()),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofDays(2))),
            subject,
            key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (!authority) {
      builder.addExtension(Extension.subjectAlternativeName, false, HERE);
    }
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
