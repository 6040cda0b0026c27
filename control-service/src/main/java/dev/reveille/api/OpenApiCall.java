package dev.reveille.api;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** {@code GET /v1/openapi.yaml}: this API, described for programs. */
final class OpenApiCall implements HttpHandler {
  static final String RESOURCE = "openapi.yaml";

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/yaml");
    exchange.getResponseSender().send(ByteBuffer.wrap(document()));
  }

  static byte[] document() {
    try (InputStream in = OpenApiCall.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + RESOURCE);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + RESOURCE, e);
    }
  }
}
