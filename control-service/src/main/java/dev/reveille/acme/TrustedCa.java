package dev.reveille.acme;

import dev.reveille.certificate.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The authorities of a PEM file, trusted beside the system's: a private CA may move to a public
 * certificate, or back, without a change here.
 */
record TrustedCa(Path file) {
  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException naming the file when it can't be used
   */
  SSLContext context() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (TrustManager system : trustIn(null)) {
        if (system instanceof X509TrustManager trust) {
          add(store, trust.getAcceptedIssuers());
        }
      }
      add(store, Pem.certificates(Files.readString(file)).toArray(X509Certificate[]::new));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustIn(store), null);
      return context;
    } catch (IOException e) {
      throw new IllegalArgumentException("%s can't be read".formatted(file), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s %s".formatted(file, e.getMessage()), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot trust a certificate with this JVM", e);
    }
  }

  /** The system's authorities where there is no store. */
  private static TrustManager[] trustIn(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static void add(KeyStore store, X509Certificate... authorities)
      throws GeneralSecurityException {
    for (X509Certificate authority : authorities) {
      store.setCertificateEntry("authority-" + store.size(), authority);
    }
  }
}
