package dev.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.wake.Machine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StateVerbsTest {
  private final Machine machine = new Machine();
  private final Prompt prompt = new Prompt(machine);

  @AfterEach
  void close() {
    prompt.close();
    machine.close();
  }

  @Test
  void sayThatItHappensByItself() {
    machine.addSite("shop", "web", "");
    machine.start();

    assertThat(prompt.type("notify").notes())
        .containsExactly(
            "[notify] Nothing to reload: the gateway is told of routes while it runs. Route table"
                + " test.1, routes: 1.");
    assertThat(prompt.type("networks").notes().getFirst())
        .startsWith("[networks] Nothing to connect")
        .endsWith("The engine is reachable.");
  }

  @Test
  void sayWhyTheEngineIsAway() {
    machine.start();
    machine.engine.goAway();
    machine.inventory.refresh().handle((_, _) -> true).join();

    Prompt.Done done = prompt.type("networks");

    assertThat(done.code()).isZero();
    assertThat(done.notes().getFirst()).contains("The engine is unreachable: ");
  }
}
