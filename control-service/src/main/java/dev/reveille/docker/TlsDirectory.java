package dev.reveille.docker;

import dev.reveille.certificate.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * What TLS to an engine needs, in the files that {@code DOCKER_CERT_PATH} has always meant: {@code
 * ca.pem}, {@code cert.pem} and {@code key.pem}.
 */
record TlsDirectory(Path path) {
  /**
   * Trusts the directory's authority only, and shows its certificate.
   *
   * @throws IllegalArgumentException naming the file that can't be used
   */
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys().getKeyManagers(), trust().getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "the certificate and key in %s do not fit together".formatted(path), e);
    }
  }

  /**
   * For an engine at a socket. The client would make a context all the same, with every authority
   * that the JDK knows, which takes longer than to ask the engine.
   */
  static SSLContext nobodyTrusted() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[0], new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
  }

  private KeyManagerFactory keys() throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    List<X509Certificate> chain = read("cert.pem", Pem::certificates);
    store.setKeyEntry(
        "client",
        read("key.pem", Pem::privateKey),
        new char[0],
        chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory;
  }

  private TrustManagerFactory trust() throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    for (X509Certificate authority : read("ca.pem", Pem::certificates)) {
      store.setCertificateEntry("authority-" + store.size(), authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private <T> T read(String file, Function<String, T> reader) {
    Path whole = path.resolve(file);
    try {
      return reader.apply(Files.readString(whole));
    } catch (IOException e) {
      throw new IllegalArgumentException("%s can't be read".formatted(whole), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s %s".formatted(whole, e.getMessage()), e);
    }
  }
}
