package dev.reveille.acme;

import dev.reveille.concurrent.RetryAfter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NonceHolder;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.toolbox.JSON;
import org.shredzone.acme4j.toolbox.JSONBuilder;

/**
 * acme4j's connection, with what it lacks: the time limit holds for the whole answer and not only
 * for its head, the answer's size is limited, and the {@code Retry-After} of errors is not lost.
 */
final class CaConnection extends DefaultConnection {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long LARGEST_ANSWER = 1 << 20;
  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpConnector connector;
  private final InstantSource clock;

  CaConnection(HttpConnector connector, InstantSource clock) {
    super(connector);
    this.connector = connector;
    this.clock = clock;
  }

  @Override
  public Optional<Instant> getRetryAfter() {
    HttpResponse<InputStream> response = lastResponse;
    return response == null ? Optional.empty() : RetryAfter.of(response.headers(), clock.instant());
  }

  @Override
  protected int sendSignedRequest(
      URL url,
      @Nullable JSONBuilder claims,
      Session session,
      KeyPair keys,
      @Nullable URL account,
      String accept)
      throws AcmeException {
    try {
      return super.sendSignedRequest(url, claims, session, keys, account, accept);
    } catch (AcmeServerException e) {
      Optional<Instant> retryAt = getRetryAfter();
      throw retryAt.isPresent() ? new RefusedUntil(e.getProblem(), retryAt.get()) : e;
    }
  }

  @Override
  protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body)
      throws IOException {
    HttpRequest.Builder request =
        connector
            .createRequestBuilder(url)
            .header("Accept-Charset", "utf-8")
            .header("Accept-Language", session.getLanguageHeader());
    body.accept(request);
    try {
      HttpResponse<InputStream> response = send(connector.getHttpClient(), request.build());
      lastResponse = response;
      refuseIfUnavailable(response);
    } catch (IOException e) {
      forgetNonce(session); // it may be used up
      throw e;
    }
  }

  private static HttpResponse<InputStream> send(HttpClient client, HttpRequest request)
      throws IOException {
    CompletableFuture<HttpResponse<InputStream>> answer = client.sendAsync(request, wholeBody());
    try {
      return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw timeout(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  private static HttpTimeoutException timeout(TimeoutException cause) {
    HttpTimeoutException timeout =
        new HttpTimeoutException("no answer within %d s".formatted(LIMIT.toSeconds()));
    timeout.initCause(cause);
    return timeout;
  }

  private static BodyHandler<InputStream> wholeBody() {
    return BodyHandlers.limiting(
        _ -> BodySubscribers.mapping(BodySubscribers.ofByteArray(), ByteArrayInputStream::new),
        LARGEST_ANSWER);
  }

  private void refuseIfUnavailable(HttpResponse<InputStream> response) throws CaUnavailable {
    int status = response.statusCode();
    if (status >= 500 || status == TOO_MANY_REQUESTS) {
      throw new CaUnavailable(status, words(response), getRetryAfter());
    }
  }

  /** The problem document's detail; empty where there is none, as from a proxy before the CA. */
  private static String words(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return JSON.parse(body).get("detail").map(JSON.Value::asString).map(Words::plain).orElse("");
    } catch (IOException | RuntimeException _) {
      return "";
    }
  }

  private static void forgetNonce(Session session) {
    try (NonceHolder nonce = session.lockNonce()) {
      nonce.setNonce(null);
    }
  }
}
