package dev.reveille.acceptance;

import dev.reveille.certificate.Pem;
import dev.reveille.concurrent.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A program that visits hosts through the proxy, as {@code curl} would; {@link #navigate} as a
 * browser. Hosts end in {@code .test} (see {@link TestHosts}).
 */
public final class Visitor implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static final int ANSWERS_REMEMBERED = 10;
  private static final int BODY_REMEMBERED = 300;

  private final Entrance proxy;
  private final HttpClient client;
  private final Queue<String> lastAnswers = new ArrayDeque<>();

  public Visitor(Entrance proxy) {
    this(proxy, trusting(new TrustsEveryone()));
  }

  private Visitor(Entrance proxy, SSLContext context) {
    this.proxy = proxy;
    this.client = HttpClient.newBuilder().sslContext(context).build();
  }

  /**
   * One who trusts this root and no other, and checks names, as {@code curl --cacert} does. To be
   * closed by the caller.
   */
  static Visitor trusting(Entrance proxy, String rootPem) {
    try {
      KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
      roots.load(null, null);
      roots.setCertificateEntry("root", Pem.certificates(rootPem).getFirst());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(roots);
      return new Visitor(proxy, trusting(factory.getTrustManagers()));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code GET} over HTTP/1.1; {@code path} with its query. */
  public HttpResponse<String> get(String host, String path) {
    return send(request(host, path));
  }

  /** A browser's page load. */
  public HttpResponse<String> navigate(String host, String path) {
    return send(
        request(host, path)
            .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
            .header("Sec-Fetch-Mode", "navigate"));
  }

  public HttpResponse<String> post(String host, String path, byte[] body) {
    return send(request(host, path).POST(BodyPublishers.ofByteArray(body)));
  }

  /** A request to be completed; {@code GET} over HTTP/1.1 unless told otherwise. */
  public HttpRequest.Builder request(String host, String path) {
    return request("http", host, proxy.httpPort(), path).version(Version.HTTP_1_1);
  }

  /** The same over HTTPS, with HTTP/2 where the proxy offers it. */
  public HttpRequest.Builder secureRequest(String host, String path) {
    return request("https", host, proxy.httpsPort(), path).version(Version.HTTP_2);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    return sendAsync(request).join();
  }

  public CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
    return client
        .sendAsync(request.build(), BodyHandlers.ofString())
        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS) // the request's own ends with the headers
        .thenApply(this::remembered);
  }

  /** The last answers, for whoever looks into a failure. */
  public synchronized String lastAnswers() {
    return String.join("\n", lastAnswers);
  }

  /** For answers that are read while they come. */
  public HttpResponse<InputStream> open(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), BodyHandlers.ofInputStream()).join();
  }

  /** A connection on which the test writes the bytes itself. */
  public Wire wire() {
    try {
      return new Wire(new Socket(InetAddress.getLoopbackAddress(), proxy.httpPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private synchronized HttpResponse<String> remembered(HttpResponse<String> answer) {
    String body = answer.body().strip();
    String begin = body.substring(0, Math.min(body.length(), BODY_REMEMBERED));
    lastAnswers.add("%s at %s: %s".formatted(answer, Timer.system().instant(), begin));
    if (lastAnswers.size() > ANSWERS_REMEMBERED) {
      lastAnswers.remove();
    }
    return answer;
  }

  private static HttpRequest.Builder request(String scheme, String host, int port, String path) {
    URI uri = URI.create("%s://%s:%d%s".formatted(scheme, host, port, path));
    return HttpRequest.newBuilder(uri).timeout(LIMIT);
  }

  private static SSLContext trusting(TrustManager... managers) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
