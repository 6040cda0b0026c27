package dev.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.cli.Prompt.Done;
import dev.reveille.wake.Machine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostVerbsTest {
  private final Machine machine = new Machine();
  private final Prompt prompt = new Prompt(machine);

  @AfterEach
  void close() {
    prompt.close();
    machine.close();
  }

  @Test
  void saysToWhichProjectAHostLeads() {
    machine.add("shop", "web").host("*.shop.test");
    machine.add("api", "web").host("api.shop.test");
    machine.start();

    assertThat(prompt.type("lookup", "API.shop.test:8080").results())
        .containsExactly("project api");
    assertThat(prompt.type("lookup", "other.shop.test"))
        .isEqualTo(
            new Done(
                0,
                List.of("project shop"),
                List.of("[lookup]", "[lookup] other.shop.test belongs to shop (project)")));
  }

  @Test
  void callsAContainerWithoutAProjectByItsName() {
    machine.engine.add("echo").host("echo.test");
    machine.start();

    assertThat(prompt.type("lookup", "echo.test").results()).containsExactly("container echo");
  }

  @Test
  void saysThatNobodyClaimsAHost() {
    machine.start();

    Done done = prompt.type("lookup", "nonsense.test");

    assertThat(done.code()).isEqualTo(1);
    assertThat(done.results()).isEmpty();
    assertThat(done.notes())
        .contains(
            "[lookup] ERROR: No matching projects or containers found for virtual host"
                + " 'nonsense.test'.");
    assertThat(prompt.type("lookup", "").notes())
        .containsExactly("[lookup]", "[lookup] ERROR: Empty virtual host.");
    assertThat(prompt.type("wakeup", "nonsense.test").code()).isEqualTo(1);
  }

  @Test
  void doesNotSayThatThereIsNoneBeforeTheEngineWasSeen() {
    Done done = prompt.type("lookup", "shop.test");

    assertThat(done.code()).isEqualTo(1);
    assertThat(done.notes().getLast()).contains("the engine has not been seen");
  }

  @Test
  void wakesWhatAHostLeadsToAndWaitsUntilItAnswers() {
    machine.addSite("shop", "web", "db:service_started");
    machine.add("shop", "db").startTakes(Duration.ofSeconds(1));
    machine.start();

    Done done = prompt.type("wakeup", "shop.test");

    assertThat(done.code()).isZero();
    assertThat(machine.isServed("shop.test")).isTrue();
    assertThat(done.notes())
        .contains(
            "[wakeup] Matched shop.test to project shop",
            "[start] Starting shop (project)...",
            "[start] web: ready");
    assertThat(done.notes().getLast()).matches("\\[start] Started shop in .*s\\.");
    assertThat(prompt.type("wakeup", "shop.test").notes())
        .contains("[wakeup] project shop runs already.");
  }

  @Test
  void leavesAloneWhatVisitsDoNotWake() {
    machine.addSite("shop", "web", "").label("reveille.wake", "off");
    machine.start();

    Done done = prompt.type("wakeup", "shop.test");

    assertThat(done.code()).isEqualTo(2);
    assertThat(done.notes())
        .contains("[wakeup] Skipping autostart for: project shop (autostart is disabled)");
    assertThat(machine.engine.calls()).isEmpty();
  }

  @Test
  void saysWhyAWakeFailed() {
    machine.addSite("shop", "web", "").exitsAfter(Duration.ZERO, 3).prints("no DATABASE_URL");
    machine.start();

    Done done = prompt.type("wakeup", "shop.test");

    assertThat(done.code()).isEqualTo(1);
    assertThat(done.notes())
        .contains(
            "[start] ERROR: Could not start shop: container shop-web-1 exited with 3",
            "[start] | no DATABASE_URL");
  }
}
