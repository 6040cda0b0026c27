package dev.reveille.api;

import dev.reveille.metrics.Metrics;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/** {@code GET /metrics}, for Prometheus. Reading some values waits for those who have them. */
final class MetricsCall implements HttpHandler {
  private final Metrics metrics;

  MetricsCall(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    String accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
    Blocking.run(
        exchange,
        () -> {
          Metrics.Scrape scrape = metrics.scrape(accept);
          Reply.text(exchange, scrape.contentType(), scrape.body());
        });
  }
}
