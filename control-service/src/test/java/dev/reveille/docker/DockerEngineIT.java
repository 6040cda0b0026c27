package dev.reveille.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Timer;
import dev.reveille.project.CommandResult;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.ContainerEngineContract;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.NewContainer;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real engine does what every engine does, and what only a real one has. */
class DockerEngineIT extends ContainerEngineContract {
  private static final String STAY = "sleep 1000";

  private final Sandbox sandbox = RealEngine.get().sandbox();
  private final DockerEngine engine = engine(Duration.ofSeconds(10));
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
      case COMPUTES -> container.shell("while :; do :; done").create();
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
  protected void runCommand(String id) {
    RealEngine.get().docker("exec", "--detach", id, "sleep", "1000");
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
  void aProbeOfTheHealthcheckIsNoCommandThatSomebodyRuns() {
    String id = sandbox.container("probed").shell(STAY).health("sleep 0.2").run();
    Instant end = Timer.system().instant().plusSeconds(2);
    while (Timer.system().instant().isBefore(end)) {
      assertThat(engine.runsCommand(id)).isFalse();
    }
    runCommand(id);
    assertThat(engine.runsCommand(id)).isTrue();
  }

  @Test
  void whatKeepsNoLogHasNoLastLine() {
    String id = sandbox.container("quiet").option("--log-driver", "none").shell(STAY).run();
    assertThat(engine.lastLogLine(id)).isEmpty();
  }

  @Test
  void readsTheTimeOfALineOfATerminal() {
    String id = sandbox.container("tty").terminal().shell("echo one;" + STAY).run();
    await(() -> engine.lastLogLine(id).isPresent());
  }

  @Test
  void aCommandMayPrintMoreThanIsKept() {
    String id = create(Behaviour.STAYS);
    engine.start(id);
    List<String> command = List.of("/bin/sh", "-c", "yes | head -c 3000000; exit 5");
    CommandResult result = engine.run(id, command, Duration.ofSeconds(20));
    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.output()).startsWith("y\ny\n").hasSizeLessThan(70_000);
  }

  /** Four seconds are longer than the call may take for all but the container's own time-out. */
  @Test
  void neverShortensTheTimeThatAContainerHasToStop() {
    String id =
        sandbox
            .container("slow")
            .option("--stop-signal", "TERM")
            .shell("trap 'sleep 4; exit 7' TERM; echo ready; while :; do sleep 0.1; done")
            .run();
    await(() -> engine.lastLogLines(id, 1).contains("ready"));
    DockerEngine hasty = engine(Duration.ofMillis(250));
    hasty.list();
    hasty.stop(id);
    assertThat(engine.inspect(id).exitCode()).isEqualTo(7);
    hasty.close();
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

  private DockerEngine engine(Duration callTimeout) {
    return new DockerEngine(
        new DockerEngine.Settings(
            RealEngine.get().host(),
            Optional.empty(),
            false,
            List.of(sandbox.filter()),
            callTimeout),
        Timer.system());
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
