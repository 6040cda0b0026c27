import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What visitors of a running project notice, in quiet times and while others wake: p99 at a fixed
 * rate, against the static vhost before the same upstream. Its visitors have the same crowd and the
 * same starts beside them, only that the engine is asked for these directly.
 */
final class Others {
  private static final int QUIET_MILLIS = 4_000;
  private static final int CROWD = 500;

  /** As many as Reveille has the engine start at a time. */
  private static final int STARTS_AT_A_TIME =
      Math.max(2, Runtime.getRuntime().availableProcessors());

  private final Stage stage;
  private final Engine engine;

  Others(Stage stage) {
    this.stage = stage;
    this.engine = stage.engine();
  }

  void latency(int rounds) throws Exception {
    for (int round = 0; round < rounds; round++) {
      Bench.inTurn(
          round,
          () -> quiet("latency.reveille", stage.running()),
          () -> quiet("latency.static", stage.fixed()));
    }
  }

  /** Very many visitors of one sleeping project, all at once. */
  void crowd(int rounds) throws Exception {
    for (int round = 0; round < rounds; round++) {
      Bench.inTurn(round, this::crowdOfReveille, this::crowdOfStaticVhost);
    }
  }

  /** Very many sleeping projects, each with a visitor, all at once. */
  void storm(int rounds) throws Exception {
    for (int round = 0; round < rounds; round++) {
      Bench.inTurn(round, this::stormOfReveille, this::stormOfEngine);
    }
  }

  private void crowdOfReveille() throws Exception {
    quiet("crowd.quiet.reveille", stage.running());
    Instant before = Instant.now();
    during(
        "crowd.p99.reveille",
        stage.running(),
        () -> visitAtOnce("crowd.reveille", stage.sleeper(0)));
    Bench.sample("crowd.starts", engine.starts(stage.sleeperContainer(0), before).size());
    stage.endAll(1);
  }

  private void crowdOfStaticVhost() throws Exception {
    quiet("crowd.quiet.static", stage.fixed());
    during(
        "crowd.p99.static",
        stage.fixed(),
        () ->
            Stage.atOnce(
                List.of(this::startTwin, () -> visitAtOnce("crowd.static", stage.fixed())), 2));
    stage.endAll(1);
  }

  private void startTwin() throws Exception {
    String twin = stage.twinContainer(0);
    Bench.sample("crowd.engine", Bench.millis(() -> engine.startUntilItAccepts(twin)));
  }

  /** All have connected before the first asks. */
  private static void visitAtOnce(String name, Site site) throws Exception {
    List<Http> connections = new ArrayList<>();
    try {
      for (int i = 0; i < CROWD; i++) {
        connections.add(Http.to(site.address()));
      }
      long start = System.nanoTime();
      int errors = askAll(connections, site.request());
      Bench.sample(name + ".time", (System.nanoTime() - start) / 1e6);
      Bench.sample(name + ".errors", errors);
    } finally {
      for (Http connection : connections) {
        connection.close();
      }
    }
  }

  private static int askAll(List<Http> connections, byte[] request) throws IOException {
    for (Http connection : connections) {
      connection.send(request);
    }
    int errors = 0;
    for (Http connection : connections) {
      errors += connection.read().status() == 200 ? 0 : 1;
    }
    return errors;
  }

  private void stormOfReveille() throws Exception {
    quiet("storm.quiet.reveille", stage.running());
    List<Stage.Task> visits =
        sleepers().<Stage.Task>mapToObj(i -> () -> stage.sleeper(i).visit()).toList();
    during(
        "storm.p99.reveille",
        stage.running(),
        () -> timed("storm.time.reveille", visits, Stage.SLEEPERS));
    stage.endAll(Stage.SLEEPERS);
  }

  private void stormOfEngine() throws Exception {
    quiet("storm.quiet.static", stage.fixed());
    List<Stage.Task> starts =
        sleepers()
            .<Stage.Task>mapToObj(i -> () -> engine.startUntilItAccepts(stage.twinContainer(i)))
            .toList();
    during(
        "storm.p99.static",
        stage.fixed(),
        () -> timed("storm.time.static", starts, STARTS_AT_A_TIME));
    stage.endAll(Stage.SLEEPERS);
  }

  private static IntStream sleepers() {
    return IntStream.range(0, Stage.SLEEPERS);
  }

  private static void timed(String sample, List<Stage.Task> tasks, int threads) throws Exception {
    Bench.sample(sample, Bench.millis(() -> Stage.atOnce(tasks, threads)));
  }

  private static void quiet(String sample, Site site) throws Exception {
    during(sample, site, () -> Thread.sleep(QUIET_MILLIS));
  }

  private static void during(String sample, Site site, Stage.Task task) throws Exception {
    Pace pace = Pace.start(site);
    task.run();
    Bench.sample(sample, pace.stop());
  }
}
