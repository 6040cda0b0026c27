package dev.reveille.api;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import java.util.Map;

/** What browsers are told with each answer: nothing but our own files runs, shows or asks. */
final class SecurityHeaders {
  private static final Map<HttpString, String> ALL =
      Map.of(
          new HttpString("Content-Security-Policy"),
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
              + " img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
          new HttpString("X-Content-Type-Options"),
          "nosniff",
          new HttpString("Referrer-Policy"),
          "no-referrer",
          new HttpString("Cross-Origin-Resource-Policy"),
          "same-origin");

  private SecurityHeaders() {}

  static HttpHandler before(HttpHandler next) {
    return exchange -> {
      put(exchange);
      next.handleRequest(exchange);
    };
  }

  private static void put(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getResponseHeaders();
    ALL.forEach(headers::put);
  }
}
