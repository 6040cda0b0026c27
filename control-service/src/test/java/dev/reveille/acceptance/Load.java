package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import dev.reveille.testing.Eventually;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Visitors who load one host over and over, over HTTP and over HTTPS, and expect 200 each time.
 * They leave the machine some time for what happens beside them.
 */
public final class Load implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final ExecutorService threads = Threads.perTask("load");
  private volatile boolean ended;

  private Load() {}

  /** Two clients for each protocol. */
  public static Load on(Entrance proxy, String host) {
    Load load = new Load();
    for (int i = 0; i < 2; i++) {
      load.begin(proxy, visitor -> visitor.request(host, "/"));
      load.begin(proxy, visitor -> visitor.secureRequest(host, "/"));
    }
    return load;
  }

  /** Waits for so many more answers, and for the time that they take. */
  public void awaitMore(int answers) {
    int before = answered.get();
    Eventually.passes(() -> assertThat(answered.get()).isGreaterThan(before + answers));
  }

  /** What was not answered with 200, and why. */
  public List<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    ended = true;
    threads.close();
  }

  private void begin(Entrance proxy, Function<Visitor, HttpRequest.Builder> request) {
    threads.execute(
        () -> {
          try (Visitor visitor = new Visitor(proxy)) {
            while (!ended) {
              visit(visitor, request.apply(visitor));
              pause();
            }
          }
        });
  }

  private void visit(Visitor visitor, HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = visitor.send(request);
      if (answer.statusCode() != 200) {
        failures.add(answer.statusCode() + " " + answer.body());
      }
    } catch (RuntimeException e) {
      failures.add(e.toString());
    }
    answered.incrementAndGet();
  }

  private void pause() {
    try {
      Timer.system().sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended = true;
    }
  }
}
