package dev.reveille.dns;

import dev.reveille.concurrent.TimeLimit;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * A limit over all that is done on a connection: a peer that sends a byte now and then would
 * outlast every time-out of a socket.
 */
final class InTime {
  private InTime() {}

  /** What waits for a peer. */
  @FunctionalInterface
  interface Work<T> {
    T call() throws IOException;
  }

  /**
   * @throws SocketTimeoutException when the time is over
   */
  static <T> T call(Duration limit, Work<T> work) throws IOException {
    try {
      return TimeLimit.call(limit, () -> unchecked(work));
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    } catch (TimeoutException e) {
      SocketTimeoutException late = new SocketTimeoutException("took longer than " + limit);
      late.initCause(e);
      throw late;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static <T> T unchecked(Work<T> work) {
    try {
      return work.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
