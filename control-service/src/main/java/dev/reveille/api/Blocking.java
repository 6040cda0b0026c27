package dev.reveille.api;

import dev.reveille.concurrent.Threads;
import io.undertow.server.HttpServerExchange;
import java.util.concurrent.ExecutorService;

/** Answers calls that wait for something, each on a thread of its own. */
final class Blocking {
  private static final ExecutorService THREADS = Threads.perTask("call");

  private Blocking() {}

  /** The call has to answer the exchange. */
  static void run(HttpServerExchange exchange, Runnable call) {
    exchange.dispatch(THREADS, dispatched -> Guard.run(dispatched, _ -> call.run()));
  }
}
