package dev.reveille.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.acceptance.Entrance;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.Outcome;
import dev.reveille.testing.Ports;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A container of the image, with published ports that were free, limited to the containers of one
 * sandbox. It goes with the sandbox.
 */
final class RunningImage implements Entrance {
  /** Where it keeps what it has to remember. */
  static final String STATE = "/var/lib/reveille";

  private final String name;
  private final int httpPort;
  private final int httpsPort;

  private RunningImage(String name, int httpPort, int httpsPort) {
    this.name = name;
    this.httpPort = httpPort;
    this.httpsPort = httpsPort;
  }

  /**
   * Starts it, and does not wait until it is ready.
   *
   * @param name in the sandbox
   * @param options beside those for name, ports and container filter
   */
  static RunningImage start(Sandbox sandbox, String name, Options options) {
    RunningImage running = new RunningImage(sandbox.unique(name), Ports.free(), Ports.free());
    Options all =
        options
            .and("--publish", "127.0.0.1:%d:80".formatted(running.httpPort))
            .and("--publish", "127.0.0.1:%d:443".formatted(running.httpsPort))
            .env("CONTAINER_FILTER", sandbox.filter())
            .env("WAKE_RATE", "0");
    sandbox.run(name, all.words(), Image.name());
    return running;
  }

  String name() {
    return name;
  }

  @Override
  public int httpPort() {
    return httpPort;
  }

  @Override
  public int httpsPort() {
    return httpsPort;
  }

  /** Runs a command in it, as its main user. */
  Outcome exec(String... command) {
    return RealEngine.get()
        .attempt(
            Stream.concat(Stream.of("exec", name), Arrays.stream(command)).toArray(String[]::new));
  }

  /** What a bash script prints, which has to end with 0. */
  String bash(String script) {
    Outcome outcome = exec("bash", "-c", script);
    assertThat(outcome.exitCode()).as("%s\n%s", script, outcome).isZero();
    return outcome.out();
  }

  /** All that it has printed so far. */
  String log() {
    Outcome outcome = RealEngine.get().attempt("logs", name);
    return outcome.out() + "\n" + outcome.err();
  }

  /** {@code .State.ExitCode}; {@code .State.Health.Status} … */
  String inspect(String what) {
    return RealEngine.get().docker("inspect", "--format", "{{%s}}".formatted(what), name);
  }

  /** What the last HEALTHCHECK printed. */
  String lastHealthCheck() {
    return RealEngine.get()
        .docker("inspect", "--format", "{{range .State.Health.Log}}{{json .Output}}\n{{end}}", name)
        .lines()
        .reduce("", (_, last) -> last);
  }

  /** Waits until what HEALTHCHECK runs says so, sooner than the engine asks it. */
  RunningImage awaitReady() {
    Eventually.passes(
        () -> {
          Outcome health = exec("/opt/reveille/bin/health");
          assertThat(health.exitCode()).as("%s\n%s", health, log()).isZero();
        });
    return this;
  }

  List<ContainerProcess> processes() {
    return ContainerProcess.in(this);
  }

  /** Its only process of that part. */
  ContainerProcess process(ContainerProcess.Part part) {
    return processes().stream()
        .filter(it -> it.part() == part)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no %s among %s".formatted(part, processes())));
  }
}
