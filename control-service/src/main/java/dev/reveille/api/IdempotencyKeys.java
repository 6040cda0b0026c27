package dev.reveille.api;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers a request that is sent again as it was answered the first time, so that it is done once:
 * the caller names it by {@code Idempotency-Key}. Failures of ours are not kept. In memory alone.
 */
final class IdempotencyKeys {
  static final HttpString HEADER = new HttpString("Idempotency-Key");

  private static final HttpString REPLAYED = new HttpString("Idempotency-Replayed");
  private static final Duration KEPT = Duration.ofHours(1);
  private static final int MOST = 1000;
  private static final Pattern SYNTAX = Pattern.compile("[!-~]{1,128}");

  private final InstantSource clock;
  private final Map<String, Request> requests = new LinkedHashMap<>();

  /**
   * A request that somebody named.
   *
   * @param call {@code POST /v1/reap?x=y}
   * @param answer empty while it is under way
   */
  private record Request(String call, Instant begun, Optional<Reply.Sent> answer) {}

  IdempotencyKeys(InstantSource clock) {
    this.clock = clock;
  }

  HttpHandler before(HttpHandler next) {
    return exchange -> {
      String key = exchange.getRequestHeaders().getFirst(HEADER);
      if (key == null) {
        next.handleRequest(exchange);
      } else {
        handle(exchange, key, next);
      }
    };
  }

  private void handle(HttpServerExchange exchange, String key, HttpHandler next) throws Exception {
    if (!SYNTAX.matcher(key).matches()) {
      throw new MalformedRequest("Idempotency-Key: expected 1 to 128 visible ASCII characters");
    }
    Request now = new Request(call(exchange), clock.instant(), Optional.empty());
    Optional<Request> before = begin(key, now);
    if (before.isEmpty()) {
      Reply.listen(exchange, sent -> end(key, now, sent));
      exchange.addExchangeCompleteListener(
          (_, others) -> {
            forget(key, now);
            others.proceed();
          });
      next.handleRequest(exchange);
    } else if (!before.get().call().equals(now.call())) {
      refuse(exchange, "the key has named \"%s\"; make another".formatted(before.get().call()));
    } else if (before.get().answer().isEmpty()) {
      refuse(exchange, "the first request with this key is still under way");
    } else {
      exchange.getResponseHeaders().put(REPLAYED, "true");
      Reply.again(exchange, before.get().answer().get());
    }
  }

  /** The one that had the key before, if there is one. */
  private synchronized Optional<Request> begin(String key, Request now) {
    Instant oldest = now.begun().minus(KEPT);
    requests.values().removeIf(it -> it.begun().isBefore(oldest));
    if (!requests.containsKey(key) && requests.size() >= MOST) {
      requests.remove(requests.keySet().iterator().next());
    }
    return Optional.ofNullable(requests.putIfAbsent(key, now));
  }

  private synchronized void end(String key, Request now, Reply.Sent sent) {
    if (sent.status() < 500) {
      requests.replace(key, now, new Request(now.call(), now.begun(), Optional.of(sent)));
    }
  }

  /** One that has ended without an answer that is kept. */
  private synchronized void forget(String key, Request now) {
    requests.remove(key, now);
  }

  private static String call(HttpServerExchange exchange) {
    String query = exchange.getQueryString().isEmpty() ? "" : "?" + exchange.getQueryString();
    return exchange.getRequestMethod() + " " + exchange.getRequestPath() + query;
  }

  private static void refuse(HttpServerExchange exchange, String detail) {
    Reply.problem(
        exchange, ProblemDocument.of(ProblemType.IDEMPOTENCY_KEY_IN_USE, detail), Duration.ZERO);
  }
}
