package dev.reveille.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong with single containers, and what only looks as if it did. */
class WakeFailureTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Machine machine = new Machine();

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void tellsTheEnginesReasonWhenAStartIsRefused() {
    machine.addSite("shop", "web", "").refusesStart(404, "network shop_default not found");
    machine.start();

    assertThat(machine.outcome("shop", "web"))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class,
            failed -> {
              assertThat(failed.reason())
                  .isEqualTo("cannot start container shop-web-1: network shop_default not found");
              assertThat(failed.container()).isEqualTo("shop-web-1");
            });
  }

  @Test
  void tellsOfACrashAtOnceWithExitCodeAndLastLines() {
    machine
        .addSite("shop", "web", "")
        .exitsAfter(SECOND, 3)
        .prints("reading settings", "no DATABASE_URL");
    machine.probe.neverAnswers("shop-web-1");
    machine.start();

    WakeRecord record = machine.finish("shop");

    assertThat(record.took()).isBetween(SECOND, SECOND.plusMillis(150));
    assertThat(record.outcomes().get("web"))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo("container shop-web-1 exited with 3");
              assertThat(failed.exitCode()).hasValue(3);
              assertThat(failed.logLines()).containsExactly("reading settings", "no DATABASE_URL");
            });
  }

  @Test
  void aCrashOfADependencyFailsTheSite() {
    machine.addSite("shop", "web", "db:service_started:false");
    machine.add("shop", "db").dependsOn("").exitsAfter(SECOND, 137);
    machine.probe.neverAnswers("shop-web-1");
    machine.start();

    assertThat(machine.outcome("shop", "web"))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo("container shop-db-1 exited with 137"));
  }

  @Test
  void aCrashOfWhatTheSiteDoesNotNeedDoesNotFailIt() {
    machine.addSite("shop", "web", "");
    machine.add("shop", "mail").dependsOn("").exitsAfter(Duration.ofMillis(100), 1);
    machine.probe.silentFor("shop-web-1", SECOND);
    machine.start();

    assertThat(machine.finish("shop").outcomes()).containsEntry("web", new WakeOutcome.Ready());
    assertThat(machine.step("shop", "mail")).contains(Step.State.FAILED);
  }

  @Test
  void saysWhatWasWaitedForWhenTheTimeIsOver() {
    machine.addSite("shop", "web", "").exposes(8080);
    machine.probe.neverAnswers("shop-web-1");
    machine.start();

    WakeRecord record = machine.finish("shop");

    assertThat(record.took()).isEqualTo(Machine.TIMEOUT);
    assertThat(record.outcomes().get("web"))
        .isEqualTo(
            new WakeOutcome.NotReadyInTime(
                "container shop-web-1 does not accept connections on port 8080"));
  }

  @Test
  void saysThatHealthWasWaitedForWhenTheTimeIsOver() {
    machine.addSite("shop", "web", "db:service_healthy:false");
    machine.add("shop", "db").dependsOn("").neverHealthy();
    machine.start();

    assertThat(machine.outcome("shop", "web"))
        .isEqualTo(new WakeOutcome.NotReadyInTime("container shop-db-1 is not healthy yet"));
  }

  @Test
  void waitsForTheSitesOwnHealthBeforeItAsksThePort() {
    machine.addSite("shop", "web", "").healthyAfter(SECOND);
    machine.start();

    assertThat(machine.finish("shop").took()).isBetween(SECOND, SECOND.plusMillis(150));
    assertThat(machine.probe.asked()).containsExactly("shop-web-1");
  }

  @Test
  void waitsForTheTimeOfItsLabelOnceItAnswers() {
    machine.addSite("shop", "web", "").label("reveille.ready-after", "2s");
    machine.start();

    assertThat(machine.finish("shop").took())
        .isBetween(SECOND.multipliedBy(2), SECOND.multipliedBy(2).plusMillis(150));
  }

  @Test
  void tellsOfACrashDuringTheTimeOfItsLabel() {
    machine.addSite("shop", "web", "").label("reveille.ready-after", "2s").exitsAfter(SECOND, 3);
    machine.start();

    assertThat(machine.outcome("shop", "web"))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo("container shop-web-1 exited with 3"));
  }

  @Test
  void unpausesAPausedContainer() {
    machine.addSite("shop", "web", "").paused();
    machine.start();

    assertThat(machine.outcome("shop", "web")).isEqualTo(new WakeOutcome.Ready());
    assertThat(machine.engine.calls()).containsExactly("unpause shop-web-1");
  }

  @Test
  void letsTheEnginesOwnRestartPolicyDoItsWork() {
    machine.addSite("shop", "web", "").restartedByEngine().exitsTimes(2, 1);
    machine.start();

    assertThat(machine.outcome("shop", "web")).isEqualTo(new WakeOutcome.Ready());
    assertThat(machine.engine.calls()).containsExactly("start shop-web-1");
  }

  @Test
  void endsLongBeforeTheTimeIsOverWhenTheEngineRestartsInVain() {
    machine.addSite("shop", "web", "").restartedByEngine().exitsAfter(Duration.ZERO, 5);
    machine.start();

    WakeRecord record = machine.finish("shop");

    assertThat(record.took()).isLessThan(Machine.TIMEOUT.dividedBy(2));
    assertThat(record.outcomes().get("web"))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class, failed -> assertThat(failed.exitCode()).hasValue(5));
  }

  @Test
  void restartsOfLongAgoAreNoCrash() {
    machine.addSite("shop", "web", "db:service_started:false");
    var db = machine.add("shop", "db").dependsOn("").restartedByEngine().exitsTimes(5, 1);
    machine.start();
    machine.engine.start(db.id());
    machine.timer.pass(Duration.ofMinutes(1));
    machine.look();

    assertThat(machine.engine.inspect(db.id()).restartCount()).isEqualTo(5);
    assertThat(machine.outcome("shop", "web")).isEqualTo(new WakeOutcome.Ready());
  }

  @Test
  void startsWhatHasStoppedSinceTheEngineWasLastSeen() {
    var web = machine.addSite("shop", "web", "").running();
    machine.start();
    var asListedBefore = machine.project("shop");
    web.exited(137);

    Wake wake = machine.wakes.wake(asListedBefore);

    assertThat(Eventually.get(wake.outcome("web"))).isEqualTo(new WakeOutcome.Ready());
    assertThat(machine.engine.calls()).containsExactly("start shop-web-1");
  }

  @Test
  void survivesAnEngineThatGoesAwayForAMoment() {
    machine.addSite("shop", "web", "").startTakes(SECOND);
    CompletableFuture<Void> gate = machine.probe.hold("shop-web-1");
    machine.probe.silentFor("shop-web-1", SECOND);
    machine.start();
    var outcome = machine.wake("shop").outcome("web");
    Eventually.holds("the port was asked", () -> !machine.probe.asked().isEmpty());

    machine.engine.goAway();
    gate.complete(null);
    machine.timer.pass(SECOND);
    assertThat(outcome).isNotDone();
    machine.engine.comeBack();

    assertThat(Eventually.get(outcome)).isEqualTo(new WakeOutcome.Ready());
    assertThat(machine.isServed("shop.test")).isTrue();
  }

  @Test
  void saysSoWhenTheEngineDoesNotAnswerToAStart() {
    machine.addSite("shop", "web", "");
    machine.start();
    machine.engine.goAway();

    assertThat(machine.outcome("shop", "web")).isInstanceOf(WakeOutcome.EngineGone.class);
  }

  @Test
  void failsWhenTheContainerVanishesMeanwhile() {
    var web = machine.addSite("shop", "web", "");
    CompletableFuture<Void> gate = machine.probe.hold("shop-web-1");
    machine.probe.silentFor("shop-web-1", SECOND);
    machine.start();
    var outcome = machine.wake("shop").outcome("web");
    Eventually.holds("the port was asked", () -> !machine.probe.asked().isEmpty());

    web.remove();
    gate.complete(null);

    assertThat(Eventually.get(outcome))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class,
            failed -> assertThat(failed.reason()).contains("shop-web-1", "No such container"));
  }

  @Test
  void theRouteIsThereBeforeTheOutcomeIs() {
    machine.addSite("shop", "web", "");
    machine.start();

    var served = machine.wake("shop").outcome("web").thenApply(_ -> machine.isServed("shop.test"));

    assertThat(Eventually.get(served)).isTrue();
  }
}
