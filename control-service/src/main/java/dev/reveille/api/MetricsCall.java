package dev.reveille.api;

import dev.reveille.metrics.Metrics;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/** {@code GET /metrics}, for Prometheus. */
final class MetricsCall implements HttpHandler {
  private final Metrics metrics;

  MetricsCall(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    Metrics.Scrape scrape = metrics.scrape(exchange.getRequestHeaders().getFirst(Headers.ACCEPT));
    Reply.text(exchange, scrape.contentType(), scrape.body());
  }
}
