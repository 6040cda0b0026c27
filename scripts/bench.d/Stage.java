import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * What scripts/bench has set up. A sleeper is a project that Reveille may wake; it has a twin,
 * which only the engine knows.
 */
final class Stage {
  static final int SLEEPERS = 20;

  /** When a container has ended, the engine and Reveille have a little more to do. */
  private static final Duration SETTLE = Duration.ofMillis(500);

  private final Map<String, String> environment;
  private final Engine engine;

  Stage(Map<String, String> environment) {
    this.environment = environment;
    this.engine = new Engine(value("DOCKER_HOST"));
  }

  String value(String variable) {
    String value = environment.get(variable);
    if (value == null) {
      throw new IllegalStateException(variable + " is not set; call scripts/bench");
    }
    return value;
  }

  Engine engine() {
    return engine;
  }

  /** A project that always runs, through Reveille. */
  Site running() {
    return site("running");
  }

  /** The same project, through the static vhost. */
  Site fixed() {
    return Site.at(Integer.parseInt(value("STATIC_PORT")), "running.localhost");
  }

  Site sleeper(int number) {
    return site("sleeper-" + number);
  }

  String sleeperContainer(int number) {
    return value("BENCH_NAME") + "-sleeper-" + number;
  }

  String twinContainer(int number) {
    return value("BENCH_NAME") + "-twin-" + number;
  }

  /** Ends the first so many sleepers or twins, and waits until everyone has noticed. */
  void endAll(int count) throws Exception {
    List<Task> tasks = new ArrayList<>();
    IntStream.range(0, count)
        .forEach(
            i -> {
              tasks.add(() -> engine.kill(sleeperContainer(i)));
              tasks.add(() -> engine.kill(twinContainer(i)));
            });
    atOnce(tasks, 4);
    Thread.sleep(SETTLE);
    for (int i = 0; i < count; i++) {
      sleeper(i).awaitAsleep();
    }
  }

  /** Work that may fail, which ends the bench. */
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }

  /** Returns when all are done, so many at a time. */
  static void atOnce(List<Task> tasks, int threads) throws Exception {
    List<Future<?>> results = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (Task task : tasks) {
        results.add(
            executor.submit(
                () -> {
                  task.run();
                  return null;
                }));
      }
    }
    for (Future<?> result : results) {
      result.get();
    }
  }

  private Site site(String name) {
    return Site.at(Integer.parseInt(value("HTTP_PORT")), name + ".localhost");
  }

  /** Brings what is measured, and what measures, to its usual speed. */
  void warmUp() throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (System.nanoTime() < end) {
      running().visit();
      fixed().visit();
    }
  }
}
