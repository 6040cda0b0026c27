package dev.reveille.api;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Ends the connection of a request whose body does not arrive in time, whether its call reads it or
 * not: else one that is half sent would stay for ever.
 */
final class BodyDeadline {
  private BodyDeadline() {}

  static HttpHandler before(HttpHandler next, Duration limit) {
    return exchange -> {
      if (!exchange.isRequestComplete()) {
        watch(exchange, limit);
      }
      next.handleRequest(exchange);
    };
  }

  private static void watch(HttpServerExchange exchange, Duration limit) {
    XnioExecutor.Key timer =
        exchange
            .getIoThread()
            .executeAfter(() -> end(exchange), limit.toMillis(), TimeUnit.MILLISECONDS);
    exchange.addExchangeCompleteListener(
        (_, others) -> {
          timer.remove();
          others.proceed();
        });
  }

  private static void end(HttpServerExchange exchange) {
    if (!exchange.isRequestComplete()) {
      IoUtils.safeClose(exchange.getConnection());
    }
  }
}
