package dev.reveille.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ContainerEngine} tells of the use of a container; the contract's first part.
 */
public abstract class ContainerUseContract {
  /** What a container does once it is started. */
  protected enum Behaviour {
    STAYS,
    /** Stays, and takes what it gets of one processor. */
    COMPUTES,
    /** Becomes healthy within a second or so. */
    BECOMES_HEALTHY,
    /** Becomes unhealthy within a second or so, and its HEALTHCHECK prints "no database". */
    BECOMES_UNHEALTHY,
    /** Ends with 0 at once. */
    COMPLETES,
    /** Ends with 3 at once. */
    CRASHES,
    /** Ends with 3 at once; its restart policy is {@code on-failure}. */
    CRASHES_AND_IS_RESTARTED,
    /** Prints "one", "two" in red, "three" after a tab, and stays. */
    PRINTS,
    /** Can't be started, since its network is gone. */
    HAS_LOST_ITS_NETWORK
  }

  protected abstract ContainerEngine engine();

  /**
   * Creates a container that exposes TCP port 8080 and has the label {@code team=blue}, and does
   * not start it.
   *
   * @return its id
   */
  protected abstract String create(Behaviour behaviour);

  protected abstract void pause(String id);

  /** Runs a command in it that goes on for a while, as by {@code docker exec}. */
  protected abstract void runCommand(String id);

  protected abstract void kill(String id);

  protected abstract void remove(String id);

  /** Lets time pass until it is true; fails after some seconds. */
  protected abstract void await(BooleanSupplier condition);

  @Test
  void tellsWhenItWasLastStarted() {
    assertThat(engine().inspect(create(Behaviour.STAYS)).startedAt()).isEmpty();
    String id = started(Behaviour.PRINTS);
    Instant first = engine().inspect(id).startedAt().orElseThrow();
    engine().stop(id);
    assertThat(engine().inspect(id).startedAt()).contains(first);
    engine().start(id);
    assertThat(engine().inspect(id).startedAt().orElseThrow()).isAfter(first);
  }

  @Test
  void tellsWhenItPrintedLast() {
    String id = printed();
    Instant first = engine().lastLogLine(id).orElseThrow();
    assertThat(first).isAfterOrEqualTo(engine().inspect(id).startedAt().orElseThrow());
    engine().restart(id);
    await(() -> engine().lastLogLine(id).orElseThrow().isAfter(first));
    assertThat(engine().lastLogLine(started(Behaviour.STAYS))).isEmpty();
  }

  @Test
  void measuresProcessorTimeWhileItRuns() {
    String id = create(Behaviour.COMPUTES);
    assertThat(engine().processorTime(id)).isZero();
    engine().start(id);
    await(() -> engine().processorTime(id).toMillis() > 100);
    engine().stop(id);
    assertThat(engine().processorTime(id)).isZero();
  }

  @Test
  void measuresWhatAContainerTakesWhileItRuns() {
    String id = create(Behaviour.STAYS);
    assertThat(engine().consumption(id)).isEqualTo(new Consumption(Duration.ZERO, 0));
    engine().start(id);
    assertThat(engine().consumption(id).memoryBytes()).isPositive();
    engine().stop(id);
    assertThat(engine().consumption(id)).isEqualTo(new Consumption(Duration.ZERO, 0));
  }

  @Test
  void tellsWhetherSomebodyRunsACommand() {
    String id = started(Behaviour.STAYS);
    assertThat(engine().runsCommand(id)).isFalse();
    runCommand(id);
    assertThat(engine().runsCommand(id)).isTrue();
    engine().restart(id);
    assertThat(engine().runsCommand(id)).isFalse();
  }

  @Test
  void runsACommandToItsEnd() {
    String id = started(Behaviour.STAYS);
    assertThat(shell(id, "echo no; exit 3")).isEqualTo(new CommandResult(3, "no"));
    assertThat(shell(id, "no-such-command").exitCode()).isEqualTo(127);
    assertThat(engine().runsCommand(id)).isFalse();
  }

  @Test
  void givesUpOnACommandThatDoesNotEnd() {
    String id = started(Behaviour.STAYS);
    List<String> command = List.of("/bin/sh", "-c", "echo; sleep 20");
    assertThatThrownBy(() -> engine().run(id, command, Duration.ofMillis(600)))
        .isInstanceOf(CommandTimedOut.class)
        .hasMessageContaining("sleep 20")
        .hasMessageContaining("did not end within 600ms");
  }

  @Test
  void refusesToRunACommandWhereNothingRuns() {
    String id = create(Behaviour.STAYS);
    assertRefused(() -> shell(id, "true"), 409, "not running");
    engine().start(id);
    pause(id);
    assertRefused(() -> shell(id, "true"), 409, "paused");
  }

  protected final String started(Behaviour behaviour) {
    String id = create(behaviour);
    engine().start(id);
    return id;
  }

  protected final String printed() {
    String id = started(Behaviour.PRINTS);
    await(() -> engine().lastLogLines(id, 10).size() == 3);
    return id;
  }

  protected final CommandResult shell(String id, String command) {
    return engine().run(id, List.of("/bin/sh", "-c", command), Duration.ofSeconds(10));
  }

  protected final Container listed(String id) {
    return engine().list().stream()
        .filter(container -> container.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("container %s is not listed".formatted(id)));
  }

  protected static void assertRefused(Runnable call, int status, String reason) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            EngineRefused.class,
            e -> {
              assertThat(e.status()).isEqualTo(status);
              assertThat(e.reason()).contains(reason);
            });
  }
}
