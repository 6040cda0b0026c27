package dev.reveille.docker;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate authority of a test's own, for an engine on 127.0.0.1 and its clients. */
final class TestAuthority {
  private static final X500Name NAME = new X500Name("CN=Test authority");

  private final KeyPair keys;
  private final X509Certificate certificate;

  TestAuthority() throws GeneralSecurityException, IOException {
    this.keys = keyPair("EC", 256);
    this.certificate = sign(NAME, keys);
  }

  /** How a private key is written. */
  enum KeyFormat {
    PKCS1,
    SEC1,
    PKCS8
  }

  /** Writes {@code ca.pem}, {@code cert.pem} and {@code key.pem} of a new client. */
  void writeClient(Path directory, KeyFormat format) throws GeneralSecurityException, IOException {
    KeyPair client = format == KeyFormat.PKCS1 ? keyPair("RSA", 2048) : keyPair("EC", 256);
    Files.writeString(directory.resolve("ca.pem"), pem(certificate));
    Files.writeString(directory.resolve("cert.pem"), pem(sign(new X500Name("CN=client"), client)));
    Files.writeString(directory.resolve("key.pem"), pem(client.getPrivate(), format));
  }

  /** Makes sockets that show a certificate for 127.0.0.1, and ask for one of this authority. */
  ServerSocketFactory serverSockets() throws GeneralSecurityException, IOException {
    KeyPair server = keyPair("EC", 256);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate[] chain = {sign(new X500Name("CN=engine"), server)};
    store.setKeyEntry("server", server.getPrivate(), new char[0], chain);
    store.setCertificateEntry("authority", certificate);
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(store, new char[0]);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return new ClientsWithCertificate(context.getServerSocketFactory());
  }

  static String pem(Certificate certificate) throws IOException {
    return written(certificate);
  }

  static String pem(PrivateKey key, KeyFormat format) throws IOException {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
    return written(
        switch (format) {
          case PKCS1 ->
              new PemObject(
                  "RSA PRIVATE KEY", info.parsePrivateKey().toASN1Primitive().getEncoded());
          case SEC1 -> new PemObject("EC PRIVATE KEY", withCurve(info).getEncoded());
          case PKCS8 -> new PemObject("PRIVATE KEY", info.getEncoded());
        });
  }

  /** As OpenSSL writes it; without the curve's name nobody can read it alone. */
  private static ECPrivateKey withCurve(PrivateKeyInfo info) throws IOException {
    ECPrivateKey bare = ECPrivateKey.getInstance(info.parsePrivateKey());
    return new ECPrivateKey(256, bare.getKey(), info.getPrivateKeyAlgorithm().getParameters());
  }

  static KeyPair keyPair(String algorithm, int size) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    return generator.generateKeyPair();
  }

  private X509Certificate sign(X500Name subject, KeyPair owner)
      throws GeneralSecurityException, IOException {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
                NAME,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(now.minus(1, ChronoUnit.HOURS)),
                Date.from(now.plus(1, ChronoUnit.DAYS)),
                subject,
                owner.getPublic())
            .addExtension(
                Extension.basicConstraints, true, new BasicConstraints(subject.equals(NAME)))
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static String written(Object block) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(block);
    }
    return text.toString();
  }

  private static final class ClientsWithCertificate extends ServerSocketFactory {
    private final SSLServerSocketFactory sockets;

    ClientsWithCertificate(SSLServerSocketFactory sockets) {
      this.sockets = sockets;
    }

    @Override
    public SSLServerSocket createServerSocket(int port) throws IOException {
      return createServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }

    @Override
    public SSLServerSocket createServerSocket(int port, int backlog) throws IOException {
      return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
    }

    @Override
    public SSLServerSocket createServerSocket(int port, int backlog, InetAddress address)
        throws IOException {
      SSLServerSocket socket = (SSLServerSocket) sockets.createServerSocket(port, backlog, address);
      socket.setNeedClientAuth(true);
      return socket;
    }
  }
}
