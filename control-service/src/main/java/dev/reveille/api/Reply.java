package dev.reveille.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes answers; each carries its length and is not to be stored. */
final class Reply {
  static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final HttpString LINK = new HttpString("Link");
  private static final AttachmentKey<Listener> LISTENER = AttachmentKey.create(Listener.class);

  private Reply() {}

  /** Hears of the answer before it is sent. */
  private interface Listener extends Consumer<Sent> {}

  /**
   * An answer.
   *
   * @param location where there is more to see
   * @param type of the body; empty where there is none
   */
  record Sent(int status, Optional<String> location, Optional<String> type, ByteBuffer body) {}

  /** Tells of the answer to come, once. */
  static void listen(HttpServerExchange exchange, Consumer<Sent> listener) {
    exchange.putAttachment(LISTENER, listener::accept);
  }

  static void json(HttpServerExchange exchange, int status, Object body) {
    send(exchange, status, "application/json", bytes(body));
  }

  static void text(HttpServerExchange exchange, String type, String body) {
    send(exchange, 200, type, body.getBytes(StandardCharsets.UTF_8));
  }

  /** It is done, and there is nothing to say. */
  static void done(HttpServerExchange exchange) {
    send(exchange, new Sent(204, Optional.empty(), Optional.empty(), ByteBuffer.allocate(0)));
  }

  static void problem(HttpServerExchange exchange, ProblemDocument problem) {
    problem(exchange, problem, (Object) problem);
  }

  /**
   * With more than every problem has.
   *
   * @param extended the problem and the rest
   */
  static void problem(HttpServerExchange exchange, ProblemDocument problem, Object extended) {
    exchange.getResponseHeaders().put(LINK, problem.link());
    send(exchange, problem.status(), "application/problem+json", bytes(extended));
  }

  /** Also says when trying again may help; rounded up to whole seconds. */
  static void problem(HttpServerExchange exchange, ProblemDocument problem, Duration retryAfter) {
    long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
    exchange.getResponseHeaders().put(Headers.RETRY_AFTER, seconds);
    problem(exchange, problem);
  }

  /** The same as another request was answered. */
  static void again(HttpServerExchange exchange, Sent sent) {
    sent.location().ifPresent(at -> exchange.getResponseHeaders().put(Headers.LOCATION, at));
    send(exchange, sent);
  }

  static byte[] bytes(Object body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of the API can't be written as JSON", e);
    }
  }

  private static void send(HttpServerExchange exchange, int status, String type, byte[] bytes) {
    Optional<String> location =
        Optional.ofNullable(exchange.getResponseHeaders().getFirst(Headers.LOCATION));
    send(exchange, new Sent(status, location, Optional.of(type), ByteBuffer.wrap(bytes)));
  }

  private static void send(HttpServerExchange exchange, Sent sent) {
    Listener listener = exchange.removeAttachment(LISTENER);
    if (listener != null) {
      listener.accept(sent);
    }
    HeaderMap headers = exchange.getResponseHeaders();
    exchange.setStatusCode(sent.status());
    headers.put(Headers.CACHE_CONTROL, "no-store");
    sent.type().ifPresent(type -> headers.put(Headers.CONTENT_TYPE, type));
    if (sent.type().isPresent()) {
      headers.put(Headers.CONTENT_LENGTH, sent.body().remaining());
    }
    exchange.getResponseSender().send(sent.body().duplicate());
  }
}
