package dev.reveille.api;

import dev.reveille.concurrent.Threads;
import io.undertow.server.HttpServerExchange;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers calls that wait for something, each on a thread of its own. */
final class Blocking {
  private static final Logger log = LoggerFactory.getLogger(Blocking.class);
  private static final ExecutorService THREADS = Threads.perTask("call");

  private Blocking() {}

  /** The call has to answer the exchange. */
  static void run(HttpServerExchange exchange, Runnable call) {
    exchange.dispatch(THREADS, dispatched -> answer(dispatched, call));
  }

  private static void answer(HttpServerExchange exchange, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      log.error("Control API failed call={}", exchange.getRequestPath(), e);
      String detail = "the control service's log has the reason";
      Reply.problem(exchange, ProblemDocument.of(ProblemType.INTERNAL_ERROR, detail));
    }
  }
}
