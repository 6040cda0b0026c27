package dev.reveille.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The control API as administrators call it. */
public final class AdminApi implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final int port;
  private final String token;

  AdminApi(int port, String token) {
    this.port = port;
    this.token = token;
  }

  /** {@code GET}; the answer to {@code /v1/projects}, or to any other path. */
  public JsonNode get(String path) {
    return call("GET", path);
  }

  /** A project: its state, containers, problems and last wake. */
  public JsonNode project(String name) {
    return get("/v1/projects/" + name);
  }

  /** What is known of a name's certificate, or a problem document; {@code *} as {@code %2A}. */
  public JsonNode certificate(String name) {
    return get("/v1/certificates/" + name);
  }

  /** Asks for a renewal now: 202 and where it is, or why not. */
  public HttpResponse<String> renew(String name, boolean isForced) {
    return answer("POST", "/v1/certificates/%s/renew?force=%s".formatted(name, isForced));
  }

  /** The events of a renewal that {@link #renew} began, up to its end. */
  public String follow(HttpResponse<String> begun) {
    String job =
        begun
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new AssertionError("it is not renewed: " + begun.body()));
    return answer("GET", job + "/events").body();
  }

  /** Begins to wake a project, without waiting for it. */
  public JsonNode wake(String name) {
    return call("POST", "/v1/projects/%s/wake".formatted(name));
  }

  /** Any call, with its status and headers; a stream of events is read to its end. */
  public HttpResponse<String> answer(String method, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
            .method(method, BodyPublishers.noBody())
            .header("Authorization", "Bearer " + token)
            .timeout(LIMIT)
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private JsonNode call(String method, String path) {
    try {
      return JSON.readTree(answer(method, path).body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("%s %s did not answer with JSON".formatted(method, path), e);
    }
  }
}
