package dev.reveille.api;

import dev.reveille.concurrent.Durations;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the parameters of a call; what can't be read is a {@link MalformedRequest}. */
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
    return switch (parameter(exchange, name).orElse("false")) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw malformed(name, "expected true or false");
    };
  }

  /** A whole number from 1 up. */
  static OptionalInt count(HttpServerExchange exchange, String name, int most) {
    Optional<String> text = parameter(exchange, name);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    int count = text.get().matches("\\d{1,9}") ? Integer.parseInt(text.get()) : 0;
    if (count < 1 || count > most) {
      throw malformed(name, "expected a number from 1 to " + most);
    }
    return OptionalInt.of(count);
  }

  static Optional<Duration> duration(HttpServerExchange exchange, String name) {
    try {
      return parameter(exchange, name).map(Durations::parse);
    } catch (IllegalArgumentException e) {
      throw new MalformedRequest("query parameter %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** How long the caller would have the call held; not at all where it does not say. */
  static Duration wait(HttpServerExchange exchange, Duration longest) {
    Duration wait = duration(exchange, "wait").orElse(Duration.ZERO);
    return wait.compareTo(longest) < 0 ? wait : longest;
  }

  static MalformedRequest malformed(String name, String why) {
    return new MalformedRequest("query parameter %s: %s".formatted(name, why));
  }
}
