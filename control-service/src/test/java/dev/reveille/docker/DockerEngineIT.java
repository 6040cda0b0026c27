package dev.reveille.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Timer;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.ContainerEngineContract;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.NewContainer;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real engine does what every engine does, and what only a real one has. */
class DockerEngineIT extends ContainerEngineContract {
  private static final String STAY = "sleep 1000";

  private final Sandbox sandbox = RealEngine.get().sandbox();
  private final DockerEngine engine =
      new DockerEngine(
          new DockerEngine.Settings(
              RealEngine.get().host(),
              Optional.empty(),
              false,
              List.of(sandbox.filter()),
              Duration.ofSeconds(10)),
          Timer.system());
  private int created;

  @AfterEach
  void cleanUp() {
    engine.close();
    sandbox.close();
  }

  @Override
  protected ContainerEngine engine() {
    return engine;
  }

  @Override
  protected String create(Behaviour behaviour) {
    NewContainer container = sandbox.container("c" + created++).label("team", "blue").exposes(8080);
    return switch (behaviour) {
      case STAYS -> container.shell(STAY).create();
      case BECOMES_HEALTHY -> container.shell(STAY).health("true").create();
      case BECOMES_UNHEALTHY -> container.shell(STAY).health("echo no database; false").create();
      case COMPLETES -> container.shell("true").create();
      case CRASHES -> container.shell("exit 3").create();
      case CRASHES_AND_IS_RESTARTED -> container.shell("exit 3").restart("on-failure").create();
      case PRINTS ->
          container
              // The engine reads the two streams on their own, so that their order needs a pause.
              .shell(
                  "echo one; sleep 0.1; printf '\\033[31mtwo\\033[0m\\n' >&2; sleep 0.1;"
                      + " printf '\\tthree\\n';"
                      + STAY)
              .create();
      case HAS_LOST_ITS_NETWORK -> onVanishedNetwork(container.shell(STAY));
    };
  }

  @Override
  protected void pause(String id) {
    sandbox.pause(id);
  }

  @Override
  protected void kill(String id) {
    sandbox.kill(id);
  }

  @Override
  protected void remove(String id) {
    sandbox.remove(id);
  }

  @Override
  protected void await(BooleanSupplier condition) {
    Eventually.isTrue(condition);
  }

  @Test
  void aContainerOnTheHostsNetworkIsReachedThere() {
    String id = sandbox.container("host").network("host").shell(STAY).run();
    assertThat(engine.inspect(id).container().address()).contains("127.0.0.1");
    assertThat(engine.list().getFirst()).isEqualTo(engine.inspect(id).container());
  }

  @Test
  void aContainerThatSharesANetworkIsReachedAtTheOthersAddress() {
    String owner = sandbox.container("owner").shell(STAY).run();
    String guest = sandbox.container("guest").network("container:" + owner).shell(STAY).run();
    assertThat(engine.inspect(owner).container().address()).isPresent();
    assertThat(engine.list())
        .extracting("address")
        .containsOnly(engine.inspect(owner).container().address());
    assertThat(engine.inspect(guest).container().address())
        .isEqualTo(engine.inspect(owner).container().address());
  }

  @Test
  void readsTheLogOfATerminal() {
    String id = sandbox.container("tty").terminal().shell("echo one; echo two;" + STAY).run();
    await(() -> engine.lastLogLines(id, 10).size() == 2);
    assertThat(engine.lastLogLines(id, 10)).containsExactly("one", "two");
  }

  @Test
  void whatTheFilterLeavesOutDoesNotExist() {
    try (Sandbox other = RealEngine.get().sandbox()) {
      String hidden = other.container("hidden").shell(STAY).create();
      String shown = create(Behaviour.STAYS);
      assertThat(engine.list()).extracting("id").containsExactly(shown);
      assertNotFound(() -> engine.inspect(hidden));
      assertNotFound(() -> engine.start(hidden));
    }
  }

  private static void assertNotFound(Runnable call) {
    org.assertj.core.api.Assertions.assertThatThrownBy(call::run)
        .isInstanceOf(dev.reveille.project.EngineRefused.class)
        .hasMessageContaining("CONTAINER_FILTER");
  }

  private String onVanishedNetwork(NewContainer container) {
    String network = sandbox.network("vanishes" + created);
    String id = container.network(network).create();
    sandbox.removeNetwork(network);
    return id;
  }
}
