package dev.reveille.api;

import dev.reveille.concurrent.Durations;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;

/** Reads the parameters of a call. */
final class Query {
  private Query() {}

  static Optional<String> parameter(HttpServerExchange exchange, String name) {
    return Optional.ofNullable(exchange.getQueryParameters().get(name)).map(Deque::getFirst);
  }

  /** A part of the path; it comes last, before it stands a caller's own parameter of that name. */
  static String pathPart(HttpServerExchange exchange, String name) {
    Deque<String> values = exchange.getQueryParameters().get(name);
    return values == null ? "" : values.getLast();
  }

  /** Whether a parameter says yes: {@code true}, or nothing after its name. */
  static boolean isTrue(HttpServerExchange exchange, String name) {
    return parameter(exchange, name)
        .filter(value -> value.isEmpty() || value.equals("true"))
        .isPresent();
  }

  /**
   * How long the caller would have the call held; none where it does not say.
   *
   * @throws IllegalArgumentException when it can't be read, with a sentence for the caller
   */
  static Duration wait(HttpServerExchange exchange, Duration longest) {
    Duration wait;
    try {
      wait = parameter(exchange, "wait").map(Durations::parse).orElse(Duration.ZERO);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("query parameter wait: " + e.getMessage(), e);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
