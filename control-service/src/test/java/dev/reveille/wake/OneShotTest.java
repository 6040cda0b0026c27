package dev.reveille.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.ScriptedContainer;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Containers that run to their end. */
class OneShotTest {
  private static final Duration MOMENT = Duration.ofMillis(300);

  private final Machine machine = new Machine();

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void runsAOneShotThatNeverRan() {
    awaitedMigration();

    assertThat(machine.finish("shop").outcomes()).containsEntry("web", new WakeOutcome.Ready());
    assertThat(machine.engine.calls()).containsExactly("start shop-migrate-1", "start shop-web-1");
  }

  @Test
  void doesNotRunAOneShotAgainThatEndedWell() {
    awaitedMigration().exited(0);

    assertThat(machine.finish("shop").outcomes()).containsEntry("web", new WakeOutcome.Ready());
    assertThat(machine.engine.calls()).containsExactly("start shop-web-1");
    assertThat(machine.step("shop", "migrate")).contains(Step.State.COMPLETED);
  }

  @Test
  void runsAOneShotAgainThatFailed() {
    awaitedMigration().exited(1);

    assertThat(machine.finish("shop").outcomes()).containsEntry("web", new WakeOutcome.Ready());
    assertThat(machine.engine.calls()).first().isEqualTo("start shop-migrate-1");
  }

  @Test
  void failsWhereAOneShotFails() {
    awaitedMigration().exitsAfter(MOMENT, 3).prints("no such table");

    assertThat(machine.finish("shop").outcomes().get("web"))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo("container shop-migrate-1 exited with 3");
              assertThat(failed.exitCode()).isEqualTo(OptionalInt.of(3));
              assertThat(failed.logLines()).containsExactly("no such table");
            });
    assertThat(machine.engine.calls()).containsExactly("start shop-migrate-1");
  }

  @Test
  void aLabelMakesAOneShotOfWhatNobodyWaitsFor() {
    machine.addSite("shop", "web", "");
    machine.add("shop", "seed").dependsOn("").label("reveille.one-shot", "on").exited(0);
    machine.start();

    machine.finish("shop");

    assertThat(machine.engine.calls()).containsExactly("start shop-web-1");
  }

  @Test
  void runsAnUnmarkedContainerAgainAndLetsItEndWell() {
    machine.addSite("shop", "web", "");
    machine.add("shop", "seed").dependsOn("").exitsAfter(MOMENT, 0).exited(0);
    machine.probe.silentFor("shop-web-1", MOMENT.multipliedBy(2));
    machine.start();

    assertThat(machine.finish("shop").outcomes()).containsEntry("web", new WakeOutcome.Ready());
    assertThat(machine.engine.calls()).contains("start shop-seed-1");
    assertThat(machine.step("shop", "seed")).contains(Step.State.COMPLETED);
  }

  @Test
  void aSiteThatEndsWellHasFailedAllTheSame() {
    machine.addSite("shop", "web", "").label("reveille.one-shot", "on").exitsAfter(MOMENT, 0);
    machine.probe.neverAnswers("shop-web-1");
    machine.start();

    assertThat(machine.outcome("shop", "web"))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo("container shop-web-1 exited with 0"));
  }

  @Test
  void aSiteMarkedAsOneShotThatHasEndedIsRunAgainAndNeverHangs() {
    machine.addSite("shop", "web", "").label("reveille.one-shot", "on").exited(0);
    machine.start();

    assertThat(machine.outcome("shop", "web")).isEqualTo(new WakeOutcome.Ready());
    assertThat(machine.engine.calls()).containsExactly("start shop-web-1");
  }

  private ScriptedContainer awaitedMigration() {
    machine.addSite("shop", "web", "migrate:service_completed_successfully:false");
    ScriptedContainer migration =
        machine.add("shop", "migrate").dependsOn("").exitsAfter(MOMENT, 0);
    machine.start();
    return migration;
  }
}
