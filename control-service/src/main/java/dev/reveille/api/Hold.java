package dev.reveille.api;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.XnioExecutor;

/**
 * Keeps a request without an answer until something happens or the time is over, without a thread.
 *
 * <p>A client that leaves meanwhile is not noticed; its request ends with the time.
 */
final class Hold {
  private Hold() {}

  /**
   * Answers by {@code done} once the future completes, by whichever way, and by {@code late} when
   * that takes longer than {@code limit}. Both run on the connection's I/O thread and must not
   * block.
   */
  static void until(
      HttpServerExchange exchange,
      CompletableFuture<?> future,
      Duration limit,
      HttpHandler done,
      HttpHandler late) {
    exchange.dispatch(
        SameThreadExecutor.INSTANCE,
        () -> {
          AtomicBoolean answered = new AtomicBoolean();
          XnioExecutor.Key timer =
              exchange
                  .getIoThread()
                  .executeAfter(
                      () -> answer(exchange, answered, late),
                      limit.toMillis(),
                      TimeUnit.MILLISECONDS);
          var _ =
              future.whenComplete(
                  (_, _) -> {
                    timer.remove();
                    exchange.getIoThread().execute(() -> answer(exchange, answered, done));
                  });
        });
  }

  private static void answer(HttpServerExchange exchange, AtomicBoolean answered, HttpHandler by) {
    if (answered.compareAndSet(false, true)) {
      exchange.dispatch(SameThreadExecutor.INSTANCE, held -> Guard.run(held, by));
    }
  }
}
