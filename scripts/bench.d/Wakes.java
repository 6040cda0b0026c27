import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How long a visitor waits for one sleeping project. */
final class Wakes {
  /** A start is quick to measure and varies much. */
  private static final int PAIRS_PER_ROUND = 5;

  /** How long after a pause by hand the gateway knows of it, at the latest. */
  private static final Duration NOTICED = Duration.ofMillis(500);

  private final Stage stage;
  private final Engine engine;
  private final Site site;
  private final String container;

  Wakes(Stage stage) {
    this.stage = stage;
    this.engine = stage.engine();
    this.site = stage.sleeper(0);
    this.container = stage.sleeperContainer(0);
  }

  /** A visit until it is answered; against the engine's start call until the port accepts. */
  void wake(int rounds) throws Exception {
    visit("wake.warm-up");
    startTwin("wake.warm-up");
    for (int pair = 0; pair < rounds * PAIRS_PER_ROUND; pair++) {
      Bench.inTurn(pair, () -> visit("wake.reveille"), () -> startTwin("wake.engine"));
    }
  }

  /** The same where it is paused. */
  void pause(int rounds) throws Exception {
    String twin = stage.twinContainer(0);
    site.visit();
    engine.startUntilItAccepts(twin);
    visitPaused("pause.warm-up");
    for (int pair = 0; pair < rounds * PAIRS_PER_ROUND; pair++) {
      Bench.inTurn(
          pair,
          () -> visitPaused("pause.reveille"),
          () -> {
            engine.pause(twin);
            Bench.sample("pause.engine", Bench.millis(() -> engine.unpauseUntilItAccepts(twin)));
          });
    }
    stage.endAll(1);
  }

  private void visitPaused(String sample) throws Exception {
    engine.pause(container);
    Thread.sleep(NOTICED); // whoever asked meanwhile would be sent to it, and wait with it
    Bench.sample(sample, Bench.millis(site::visit));
  }

  /** From a start by hand, or the port's opening if that is later, until visitors get there. */
  void event(int rounds) throws Exception {
    startByHand("event.warm-up");
    for (int i = 0; i < rounds * PAIRS_PER_ROUND; i++) {
      startByHand("event.routable");
    }
  }

  private void visit(String sample) throws Exception {
    Bench.sample(sample, Bench.millis(site::visit));
    stage.endAll(1);
  }

  private void startTwin(String sample) throws Exception {
    String twin = stage.twinContainer(0);
    Bench.sample(sample, Bench.millis(() -> engine.startUntilItAccepts(twin)));
    stage.endAll(1);
  }

  private void startByHand(String sample) throws Exception {
    Instant before = Instant.now();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Instant> routable = threads.submit(this::routable);
      engine.startUntilItAccepts(container);
      Instant accepted = Instant.now();
      Instant started = engine.starts(container, before).getFirst();
      Instant from = started.isAfter(accepted) ? started : accepted;
      Bench.sample(sample, Duration.between(from, routable.get()).toNanos() / 1e6);
    }
    stage.endAll(1);
  }

  private Instant routable() throws IOException {
    site.awaitRoutable();
    return Instant.now();
  }
}
