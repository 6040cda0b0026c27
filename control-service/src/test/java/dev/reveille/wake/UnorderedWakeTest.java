package dev.reveille.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.ScriptedContainer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Projects of an older Compose, which wrote no dependencies down. */
class UnorderedWakeTest {
  private final Machine machine = new Machine();

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void startsEverythingAtOnce() {
    machine.add("shop", "db").neverHealthy();
    site();
    machine.start();

    assertThat(machine.outcome("shop", "web")).isEqualTo(new WakeOutcome.Ready());
    assertThat(machine.engine.calls())
        .containsExactlyInAnyOrder("start shop-db-1", "start shop-web-1");
  }

  @Test
  void startsAgainWhatEndsBecauseSomethingElseIsNotThereYet() {
    machine.add("shop", "db");
    site().exitsTimes(3, 1);
    machine.start();

    assertThat(machine.outcome("shop", "web")).isEqualTo(new WakeOutcome.Ready());
    assertThat(machine.engine.calls()).filteredOn("start shop-web-1"::equals).hasSize(4);
  }

  @Test
  void givesUpAfterSomeStartsWithExitCodeAndLog() {
    machine.add("shop", "db");
    site().exitsAfter(Duration.ZERO, 7).prints("cannot connect to db");
    machine.start();

    assertThat(machine.finish("shop").outcomes().get("web"))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo("container shop-web-1 exited with 7");
              assertThat(failed.exitCode()).hasValue(7);
              assertThat(failed.logLines()).contains("cannot connect to db");
            });
    assertThat(machine.engine.calls()).filteredOn("start shop-web-1"::equals).hasSize(6);
  }

  @Test
  void givesUpAtTheDeadlineAtTheLatest() {
    machine.add("shop", "db");
    site().exitsAfter(Machine.TIMEOUT.dividedBy(4), 7);
    machine.probe.neverAnswers("shop-web-1");
    machine.start();

    WakeRecord record = machine.finish("shop");

    assertThat(record.took()).isEqualTo(Machine.TIMEOUT);
    assertThat(record.outcomes().get("web"))
        .isInstanceOfSatisfying(
            WakeOutcome.NotReadyInTime.class,
            late -> assertThat(late.reason()).contains("shop-web-1"));
  }

  @Test
  void whatEndsWellIsNotStartedAgain() {
    machine.add("shop", "seed").exitsAfter(Duration.ZERO, 0);
    site();
    machine.probe.silentFor("shop-web-1", Duration.ofSeconds(1));
    machine.start();

    machine.finish("shop");

    assertThat(machine.engine.calls())
        .containsExactlyInAnyOrder("start shop-seed-1", "start shop-web-1");
  }

  @Test
  void aStandaloneContainerThatEndsIsNotStartedAgain() {
    machine.engine.add("blog").host("blog.test").exitsAfter(Duration.ZERO, 1);
    machine.start();

    assertThat(machine.outcome("blog", "blog")).isInstanceOf(WakeOutcome.Failed.class);
    assertThat(machine.engine.calls()).containsExactly("start blog");
  }

  private ScriptedContainer site() {
    return machine.add("shop", "web").host("shop.test");
  }
}
