package dev.reveille.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TimeLimitTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void returnsWhatTheWorkReturns() throws Exception {
    assertThat(TimeLimit.call(LONG, () -> "done")).isEqualTo("done");
  }

  @Test
  void throwsWhatTheWorkThrows() {
    IllegalStateException thrown = new IllegalStateException("broken");
    assertThatThrownBy(() -> TimeLimit.call(LONG, () -> fail(thrown))).isSameAs(thrown);
  }

  @Test
  void givesUpAndInterruptsWorkThatTakesTooLong() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    assertThatThrownBy(() -> TimeLimit.call(SHORT, () -> waitForInterrupt(interrupted)))
        .isInstanceOf(TimeoutException.class);
    assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void interruptsTheWorkWhenItsCallerIsInterrupted() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> TimeLimit.call(LONG, () -> waitForInterrupt(interrupted)))
        .isInstanceOf(InterruptedException.class);
    assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closesWhatComesTooLate() throws Exception {
    CountDownLatch gaveUp = new CountDownLatch(1);
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    assertThatThrownBy(
            () ->
                TimeLimit.call(
                    SHORT,
                    () -> {
                      awaitUninterrupted(gaveUp);
                      return (AutoCloseable) () -> closed.complete(true);
                    }))
        .isInstanceOf(TimeoutException.class);
    gaveUp.countDown();
    assertThat(closed.get(5, TimeUnit.SECONDS)).isTrue();
  }

  private static String fail(RuntimeException thrown) {
    throw thrown;
  }

  private static String waitForInterrupt(CompletableFuture<Boolean> interrupted) {
    try {
      new CountDownLatch(1).await();
      return "never";
    } catch (InterruptedException e) {
      interrupted.complete(true);
      throw new IllegalStateException(e);
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException _) {
        // work that does not listen
      }
    }
  }
}
