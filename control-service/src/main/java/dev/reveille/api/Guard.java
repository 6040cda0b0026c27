package dev.reveille.api;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that every call is answered, also one that throws. */
final class Guard {
  private static final Logger log = LoggerFactory.getLogger(Guard.class);

  private Guard() {}

  /**
   * Tells the caller what is wrong with his request. A fault of ours is logged once, and told
   * without its inside.
   */
  static void run(HttpServerExchange exchange, HttpHandler call) throws Exception {
    try {
      call.handleRequest(exchange);
    } catch (MalformedRequest e) {
      answer(exchange, ProblemType.MALFORMED_REQUEST, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error(
          "Control API failed call=\"{} {}\"",
          exchange.getRequestMethod(),
          exchange.getRequestPath(),
          e);
      answer(exchange, ProblemType.INTERNAL_ERROR, "the control service's log has the reason");
    }
  }

  private static void answer(HttpServerExchange exchange, ProblemType type, String detail) {
    if (!exchange.isResponseStarted()) {
      Reply.problem(exchange, ProblemDocument.of(type, detail));
    }
  }
}
