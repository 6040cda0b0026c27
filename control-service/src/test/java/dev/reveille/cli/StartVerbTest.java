package dev.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.cli.Prompt.Done;
import dev.reveille.wake.Machine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartVerbTest {
  private final Machine machine = new Machine();
  private final Prompt prompt = new Prompt(machine);

  @BeforeEach
  void aProjectThatVisitsDoNotWake() {
    machine.addSite("shop", "web", "").label("reveille.wake", "off");
    machine.start();
  }

  @AfterEach
  void close() {
    prompt.close();
    machine.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"project shop", "shop", "container shop-web-1", "shop-web-1"})
  void wakes(String arguments) {
    Done done = prompt.type(("start " + arguments).split(" "));

    assertThat(done.notes()).contains("[start]", "[start] web: ready");
    assertThat(done.code()).isZero();
    assertThat(machine.isServed("shop.test")).isTrue();
  }

  @Test
  void tellsAContainerByTheBeginningOfItsId() {
    String id = machine.project("shop").members().getFirst().id();

    assertThat(prompt.type("start", "container", id.substring(0, id.length() - 1)).code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"project blog", "blog", "container blog", "both blog"})
  void saysThatThereIsNone(String arguments) {
    Done done = prompt.type(("start " + arguments).split(" "));

    assertThat(done.code()).isEqualTo(1);
    assertThat(done.notes().getLast()).startsWith("[start] ERROR: ");
    assertThat(machine.engine.calls()).isEmpty();
  }
}
