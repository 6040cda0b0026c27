package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Threads;
import dev.reveille.project.ScriptedContainer;
import dev.reveille.project.SleepDepth;
import dev.reveille.testing.Eventually;
import dev.reveille.wake.Machine;
import dev.reveille.wake.Wake;
import dev.reveille.wake.WakeOutcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SleepsTest {
  private static final Duration IDLE = Duration.ofMinutes(30);

  private final Machine machine = new Machine();
  private final Bedtime bedtime = new Bedtime(machine);
  private final Sleeps sleeps = bedtime.sleeps(Bedtime.settings(IDLE, SleepDepth.STOP));
  private ScriptedContainer web;

  @BeforeEach
  void aProjectThatRuns() {
    machine.add("shop", "db").running();
    web = machine.addSite("shop", "web", "db:service_started").running();
    bedtime.start();
    machine.awaitRoute("shop.test");
  }

  @Test
  void whatIsIdleIsStoppedTheOtherWayRound() {
    machine.timer.pass(IDLE);
    bedtime.report();

    tickUntil(() -> machine.engine.calls().size() == 2);

    assertThat(machine.engine.calls()).containsExactly("stop shop-web-1", "stop shop-db-1");
    Eventually.holds("it is told", () -> bedtime.kindsOfEvents().contains("project.asleep"));
    assertThat(machine.isServed("shop.test")).isFalse();
  }

  @Test
  void whatWasUsedStays() {
    machine.timer.pass(IDLE.minusMinutes(1));
    bedtime.activity.used("shop", machine.timer.instant(), "a request");
    machine.timer.pass(Duration.ofMinutes(2));
    bedtime.report();

    sleeps.tick();

    assertThat(sleeps.plan().now()).isEmpty();
    assertThat(machine.engine.calls()).isEmpty();
  }

  @Test
  void whatWasUsedWhileTheRoutesWereTakenAwayStays() {
    machine.timer.pass(IDLE);
    bedtime.report();
    machine
        .routes
        .table()
        .subscribe(
            table -> {
              if (!table.match("shop.test").orElseThrow().isRunning()) {
                bedtime.activity.used("shop", machine.timer.instant(), "a request");
              }
            });

    sleeps.tick();

    Eventually.holds("it was tried", () -> bedtime.activity.of("shop").by().equals("a request"));
    machine.awaitRoute("shop.test");
    Eventually.isTrue(() -> !sleeps.isFallingAsleep("shop"));
    assertThat(sleeps.plan().now()).isEmpty();
    assertThat(machine.engine.calls()).isEmpty();
  }

  @Test
  void whatIsOnItsWayIsNotPutToSleepTwice() {
    web.stopTakes(Duration.ofSeconds(30));
    machine.timer.pass(IDLE);
    bedtime.report();

    machine.timer.holdStill(
        () -> {
          sleeps.tick();
          sleeps.tick();
          Eventually.isTrue(() -> machine.engine.calls().contains("stop shop-web-1"));
          sleeps.tick();
          return true;
        });
    Eventually.isTrue(() -> bedtime.kindsOfEvents().contains("project.asleep"));

    assertThat(machine.engine.calls()).containsExactly("stop shop-web-1", "stop shop-db-1");
    assertThat(bedtime.kindsOfEvents()).containsExactly("project.asleep");
  }

  @Test
  void aRequestThatBeganInTheLastMomentKeepsIt() {
    machine
        .routes
        .table()
        .subscribe(
            table -> {
              if (!table.match("shop.test").orElseThrow().isRunning()) {
                bedtime.open("shop");
              }
            });

    SleepOutcome outcome = sendToSleep();

    assertThat(outcome).isEqualTo(new SleepOutcome.Awake("requests are open"));
    assertThat(machine.engine.calls()).isEmpty();
    machine.awaitRoute("shop.test");
  }

  @Test
  void aGatewayThatDoesNotFollowStopsNothing() {
    bedtime.fallSilent();

    SleepOutcome outcome = sendToSleep();

    assertThat(outcome)
        .isEqualTo(new SleepOutcome.Awake("a gateway did not say that it sends no requests"));
    assertThat(machine.engine.calls()).isEmpty();
    machine.awaitRoute("shop.test");
  }

  @Test
  void whoComesWhileItIsStoppedGetsItBackAsSoonAsCanBe() {
    web.stopTakes(Duration.ofSeconds(5));
    CompletableFuture<SleepOutcome> slept = new CompletableFuture<>();
    Wake wake =
        machine.timer.holdStill(
            () -> {
              Threads.start("test-sleep", () -> slept.complete(sendToSleep()));
              Eventually.isTrue(() -> machine.engine.calls().contains("stop shop-web-1"));
              return machine.wake("shop");
            });

    assertThat(Eventually.get(wake.outcome("web"))).isEqualTo(new WakeOutcome.Ready());
    assertThat(Eventually.get(slept)).isEqualTo(new SleepOutcome.Awake("somebody came"));
    assertThat(machine.engine.calls()).containsExactly("stop shop-web-1", "start shop-web-1");
  }

  @Test
  void anEngineThatRefusesIsTold() {
    web.refusesStop(500, "cannot kill container");

    SleepOutcome outcome = sendToSleep();

    assertThat(outcome).isInstanceOf(SleepOutcome.Failed.class);
    assertThat(outcome.toString()).contains("cannot kill container");
    assertThat(machine.engine.calls()).doesNotContain("stop shop-db-1");
    assertThat(bedtime.kindsOfEvents()).contains("project.sleep-failed");
  }

  @Test
  void anEngineThatIsGoneStopsNothing() {
    machine.engine.goAway();

    SleepOutcome outcome = sendToSleep();

    assertThat(outcome).isInstanceOf(SleepOutcome.Failed.class);
    assertThat(machine.engine.calls()).isEmpty();
    machine.awaitRoute("shop.test");
  }

  @Test
  void withoutAGatewayNothingSleepsByItself() {
    machine.timer.pass(IDLE);

    sleeps.tick();

    assertThat(sleeps.plan().of("shop").orElseThrow().reason())
        .isEqualTo("no gateway tells what it counts");
  }

  @Test
  void pausedItKeepsItsMemoryAndWakesWithoutAStart() {
    Sleeps pausing = bedtime.sleeps(Bedtime.settings(IDLE, SleepDepth.PAUSE));

    assertThat(send(pausing)).isEqualTo(new SleepOutcome.Asleep());
    assertThat(machine.engine.calls()).containsExactly("pause shop-web-1", "pause shop-db-1");
    machine.look();
    assertThat(machine.outcome("shop", "web")).isEqualTo(new WakeOutcome.Ready());

    assertThat(machine.engine.calls()).contains("unpause shop-web-1").doesNotContain("start");
  }

  @Test
  void whatIsBeingWokenIsNotPutToSleep() {
    try (var _ = machine.turns.take("shop")) {
      assertThat(sendToSleep())
          .isEqualTo(new SleepOutcome.Awake("it is being woken or put to sleep"));
    }
  }

  @Test
  void whatIsNotDueIsLeftAloneByWhoAsksOnlyForThat() throws InterruptedException {
    bedtime.report();

    assertThat(sleeps.sleepIfDue(machine.project("shop")))
        .isInstanceOfSatisfying(
            SleepOutcome.Awake.class, awake -> assertThat(awake.reason()).contains("last use"));
    assertThat(machine.engine.calls()).isEmpty();
  }

  @Test
  void whatIsDueSleepsUnlessAVetoSpeaksAgainstIt() throws InterruptedException {
    web.label("reveille.idle.veto", "busy").answers("busy", 1, "");
    machine.look();
    machine.timer.pass(IDLE);
    bedtime.report();

    assertThat(sleeps.sleepIfDue(machine.project("shop"))).isInstanceOf(SleepOutcome.Awake.class);
    web.answers("busy", 0, "");
    assertThat(sleeps.sleepIfDue(machine.project("shop"))).isEqualTo(new SleepOutcome.Asleep());
    machine.look();
    assertThat(sleeps.sleepIfDue(machine.project("shop"))).isEqualTo(new SleepOutcome.Asleep());
    assertThat(machine.engine.calls()).filteredOn(it -> it.equals("stop shop-web-1")).hasSize(1);
  }

  private void tickUntil(java.util.function.BooleanSupplier done) {
    sleeps.tick();
    Eventually.isTrue(done);
  }

  private SleepOutcome sendToSleep() {
    return send(sleeps);
  }

  private SleepOutcome send(Sleeps to) {
    try {
      return to.sendToSleep(machine.project("shop"));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
