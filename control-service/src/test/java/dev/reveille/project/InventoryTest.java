package dev.reveille.project;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class InventoryTest {
  private final LeapingTimer timer = new LeapingTimer();
  private final InMemoryEngine engine = new InMemoryEngine(timer);
  private final List<Inventory> inventories = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    inventories.forEach(Inventory::close);
  }

  @Test
  void looksAtTheEngineWhenItStarts() {
    engine.add("blog").host("blog.test");
    Inventory inventory = inventory(Duration.ofHours(1));
    CompletableFuture<Projects> first = next(inventory);

    inventory.start();

    assertThat(Eventually.get(first).find("blog")).isPresent();
    assertThat(inventory.engine().get()).isEqualTo(new EngineState.Reachable());
  }

  @Test
  void knowsNothingBeforeItHasLooked() {
    Inventory inventory = inventory(Duration.ofHours(1));

    assertThat(inventory.projects().get()).isEqualTo(Projects.NONE);
    assertThat(inventory.engine().get()).isEqualTo(new EngineState.Unknown());
  }

  @Test
  void looksAgainAfterAnEvent() {
    Inventory inventory = inventory(Duration.ofHours(1));
    inventory.start();
    engine.watch(inventory::lookSoon);
    Eventually.get(inventory.refresh());

    engine.add("blog").host("blog.test");

    Eventually.holds(
        "the new project is there", () -> inventory.projects().get().find("blog").isPresent());
  }

  @Test
  void findsWhatAnEventWasMissedForWithinTheInterval() {
    Inventory inventory = inventory(Duration.ofMillis(20));
    inventory.start();
    Eventually.get(inventory.refresh());

    engine.add("blog").host("blog.test");

    Eventually.holds(
        "the new project is there", () -> inventory.projects().get().find("blog").isPresent());
  }

  @Test
  void aRefreshSeesWhatWasThereWhenItWasAskedFor() {
    Inventory inventory = inventory(Duration.ofHours(1));
    inventory.start();

    for (int i = 0; i < 50; i++) {
      String name = "blog" + i;
      engine.add(name).host(name + ".test");
      assertThat(Eventually.get(inventory.refresh()).find(name)).isPresent();
    }
  }

  @Test
  void listenersHaveSeenWhatARefreshTells() {
    Inventory inventory = inventory(Duration.ofHours(1));
    List<Projects> seen = new CopyOnWriteArrayList<>();
    inventory.projects().subscribe(seen::add);
    inventory.start();
    engine.add("blog").host("blog.test");

    Projects told = Eventually.get(inventory.refresh());
    assertThat(seen).contains(told);
  }

  @Test
  void keepsTheSnapshotWhileTheEngineIsGoneAndSaysSinceWhen() {
    engine.add("blog").host("blog.test");
    Inventory inventory = inventory(Duration.ofHours(1));
    inventory.start();
    Projects before = Eventually.get(inventory.refresh());
    engine.goAway();

    assertThat(inventory.refresh())
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(EngineUnreachable.class);

    var since = timer.instant();
    timer.pass(Duration.ofMinutes(5));
    assertThat(inventory.refresh()).failsWithin(Duration.ofSeconds(20));
    assertThat(inventory.projects().get()).isEqualTo(before);
    assertThat(inventory.engine().get())
        .isInstanceOfSatisfying(
            EngineState.Unreachable.class,
            gone -> {
              assertThat(gone.since()).isEqualTo(since);
              assertThat(gone.reason()).contains("list containers");
            });
  }

  @Test
  void recoversByItselfWhenTheEngineComesBack() {
    Inventory inventory = inventory(Duration.ofHours(1));
    inventory.start();
    engine.goAway();
    assertThat(inventory.refresh()).failsWithin(Duration.ofSeconds(20));

    engine.comeBack();

    Eventually.holds(
        "the engine is reachable",
        () -> inventory.engine().get().equals(new EngineState.Reachable()));
  }

  @Test
  void logsAProblemWhenItAppearsAndNotAgain() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger(Inventory.class);
    log.addAppender(lines);
    try {
      engine.add("blog").host("blog.test").label("reveille.port", "http");
      Inventory inventory = inventory(Duration.ofHours(1));
      inventory.start();
      Eventually.get(inventory.refresh());
      Eventually.get(inventory.refresh());

      assertThat(lines.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .singleElement()
          .asString()
          .startsWith("Problem project=blog container=blog label reveille.port");
    } finally {
      log.detachAppender(lines);
    }
  }

  private Inventory inventory(Duration interval) {
    Inventory inventory = new Inventory(engine, interval, timer);
    inventories.add(inventory);
    return inventory;
  }

  private static CompletableFuture<Projects> next(Inventory inventory) {
    CompletableFuture<Projects> next = new CompletableFuture<>();
    inventory.projects().subscribe(next::complete);
    return next;
  }
}
