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
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The control API as administrators call it. */
public final class AdminApi implements AutoCloseable {
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

  /** Begins to wake a project, without waiting for it. */
  public JsonNode wake(String name) {
    return call("POST", "/v1/projects/%s/wake".formatted(name));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private JsonNode call(String method, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
            .method(method, BodyPublishers.noBody())
            .header("Authorization", "Bearer " + token)
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("%s %s did not answer with JSON".formatted(method, path), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
