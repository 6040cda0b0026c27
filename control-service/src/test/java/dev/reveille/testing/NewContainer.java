package dev.reveille.testing;

import java.util.ArrayList;
import java.util.List;

/** How a container of a {@link Sandbox} is made; each method adds to it. */
public final class NewContainer {
  private final Sandbox sandbox;
  private final List<String> options = new ArrayList<>();
  private final List<String> command = new ArrayList<>();
  private String image;

  NewContainer(Sandbox sandbox, String name, String label) {
    this.sandbox = sandbox;
    this.image = sandbox.image();
    options.addAll(List.of("create", "--name", name, "--label", label));
    // A shell as first process ignores SIGTERM, and each stop would take 10 s.
    options.addAll(List.of("--stop-signal", "KILL"));
  }

  public NewContainer label(String key, String value) {
    return option("--label", key + "=" + value);
  }

  /** See the head of {@code test-image/app}. */
  public NewContainer env(String name, String value) {
    return option("--env", name + "=" + value);
  }

  public NewContainer exposes(int port) {
    return option("--expose", String.valueOf(port));
  }

  /** Probed with a shell command ten times a second, and unhealthy after three failures. */
  public NewContainer health(String shellCommand) {
    return option("--health-cmd", shellCommand)
        .option("--health-interval", "100ms")
        .option("--health-retries", "3");
  }

  /** {@code on-failure}, {@code on-failure:3}, {@code always} … */
  public NewContainer restart(String policy) {
    return option("--restart", policy);
  }

  /** A network of the sandbox, {@code host}, or {@code container:<id>}. */
  public NewContainer network(String network) {
    return option("--network", network);
  }

  /** {@code /on/host:/in/container}, or a whole {@code --mount} value. */
  public NewContainer volume(String volume) {
    return volume.contains("=") ? option("--mount", volume) : option("--volume", volume);
  }

  public NewContainer terminal() {
    options.add("--tty");
    return this;
  }

  /** Of another image than the test image. */
  public NewContainer image(String name) {
    image = name;
    return this;
  }

  /** Any other option of {@code docker create}. */
  public NewContainer option(String name, String value) {
    options.addAll(List.of(name, value));
    return this;
  }

  /** In place of {@code /app}. */
  public NewContainer command(String... words) {
    command.addAll(List.of(words));
    return this;
  }

  /** In place of {@code /app}: a script for the shell. */
  public NewContainer shell(String script) {
    return command("sh", "-c", script);
  }

  /** Makes it, and does not start it; returns its id. */
  public String create() {
    List<String> arguments = new ArrayList<>(options);
    arguments.add(image);
    arguments.addAll(command);
    return sandbox.create(arguments);
  }

  /** Makes and starts it; returns its id. */
  public String run() {
    String id = create();
    sandbox.start(id);
    return id;
  }
}
