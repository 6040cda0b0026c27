package dev.reveille.api;

import io.undertow.server.HttpServerExchange;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list a caller wants: {@code ?limit=100&after=…}; all of it where he does not say.
 *
 * <p>A list goes by its keys, in the order of strings. What comes or goes between two pages changes
 * nothing about the rest: it is neither left out nor told twice.
 *
 * @param after the key of the last one that the caller has
 */
record Page(Optional<String> after, int limit) {
  static final int LARGEST = 1000;

  /**
   * A part of a list.
   *
   * @param next what the caller sends as {@code after} for the next part; null at the end
   */
  record Part<T>(List<T> items, @Nullable String next) {}

  static Page of(HttpServerExchange exchange) {
    return new Page(
        Query.parameter(exchange, "after").map(Page::key),
        Query.count(exchange, "limit", LARGEST).orElse(Integer.MAX_VALUE));
  }

  /**
   * @param all in the order of their keys
   */
  <T> Part<T> of(List<T> all, Function<T, String> key) {
    List<T> left =
        all.stream()
            .filter(item -> after.isEmpty() || key.apply(item).compareTo(after.get()) > 0)
            .toList();
    if (left.size() <= limit) {
      return new Part<>(left, null);
    }
    List<T> items = left.subList(0, limit);
    return new Part<>(items, cursor(key.apply(items.getLast())));
  }

  private static String cursor(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String key(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MalformedRequest(
          "query parameter after: take it from \"next\" of the answer before", e);
    }
  }
}
