package dev.reveille.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Writes answers; each carries its length and is not to be stored. */
final class Reply {
  static final ObjectMapper JSON = JsonMapper.builder().build();

  private Reply() {}

  static void json(HttpServerExchange exchange, int status, Object body) {
    send(exchange, status, "application/json", bytes(body));
  }

  static void text(HttpServerExchange exchange, String type, String body) {
    send(exchange, 200, type, body.getBytes(StandardCharsets.UTF_8));
  }

  static void problem(HttpServerExchange exchange, ProblemDocument problem) {
    send(exchange, problem.status(), "application/problem+json", bytes(problem));
  }

  /** Also says when trying again may help; rounded up to whole seconds. */
  static void problem(HttpServerExchange exchange, ProblemDocument problem, Duration retryAfter) {
    long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
    exchange.getResponseHeaders().put(Headers.RETRY_AFTER, seconds);
    problem(exchange, problem);
  }

  static byte[] bytes(Object body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of the API can't be written as JSON", e);
    }
  }

  private static void send(HttpServerExchange exchange, int status, String type, byte[] bytes) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, bytes.length);
    exchange.getResponseSender().send(ByteBuffer.wrap(bytes));
  }
}
