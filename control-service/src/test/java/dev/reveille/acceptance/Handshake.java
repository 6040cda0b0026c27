package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.ServerCertificate;
import dev.reveille.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * What one visitor is shown, who resumes no session, takes every certificate, and goes away after
 * the handshake: it wakes nothing.
 *
 * @param chain leaf first
 */
public record Handshake(List<X509Certificate> chain) {
  private static final int LIMIT_MILLIS = 60_000;

  public Handshake {
    chain = List.copyOf(chain);
  }

  /** Asks for a host. */
  public static Handshake with(Entrance proxy, String host) {
    try {
      return tryWith(proxy, host);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first that can be had, where the gateway is about to be there again. */
  static Handshake first(Entrance proxy, String host) {
    CompletableFuture<Handshake> first = new CompletableFuture<>();
    Eventually.isTrue(
        () -> {
          try {
            return first.complete(tryWith(proxy, host));
          } catch (IOException e) {
            return false; // it does not listen yet
          }
        });
    return first.join();
  }

  private static Handshake tryWith(Entrance proxy, String host) throws IOException {
    int port = proxy.httpsPort();
    try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket =
            (SSLSocket)
                trustingEveryone().getSocketFactory().createSocket(connection, host, port, true)) {
      socket.setSoTimeout(LIMIT_MILLIS);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return new Handshake(
          Arrays.stream(socket.getSession().getPeerCertificates())
              .map(X509Certificate.class::cast)
              .toList());
    }
  }

  /** Waits until visitors of a host are shown this certificate with its whole chain. */
  public static void awaits(Entrance proxy, String host, ServerCertificate certificate) {
    Eventually.passes(() -> assertThat(with(proxy, host).chain()).isEqualTo(certificate.chain()));
  }

  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /** The leaf's serial number in hexadecimal, as the control API has it. */
  public String serial() {
    return leaf().getSerialNumber().toString(16);
  }

  private static SSLContext trustingEveryone() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustsEveryone()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
