package dev.reveille.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The local CA's root, as people fetch it who are about to trust it. */
final class LocalRoot {
  private LocalRoot() {}

  /** PEM. */
  static String of(Proxy proxy) {
    return download(proxy).body();
  }

  /** The answer to {@code GET /v1/local-ca.crt}, for which nobody needs a token. */
  static HttpResponse<String> download(Proxy proxy) {
    URI uri = URI.create("http://127.0.0.1:%d/v1/local-ca.crt".formatted(proxy.controlPort()));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
