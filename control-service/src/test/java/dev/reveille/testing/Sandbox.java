package dev.reveille.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A place on a real engine for one test's containers and networks. All of them carry a label of
 * their own, and {@link #close} removes exactly these.
 */
public final class Sandbox implements AutoCloseable {
  private final RealEngine engine;
  private final String key = "t" + UUID.randomUUID().toString().substring(0, 8);
  private final List<String> containers = new CopyOnWriteArrayList<>();

  Sandbox(RealEngine engine) {
    this.engine = engine;
  }

  /** For {@code CONTAINER_FILTER}. */
  public String filter() {
    return "label=" + label();
  }

  /** A name that no other test has, {@code t1a2b3c4d-web}. */
  public String unique(String name) {
    return key + "-" + name;
  }

  /**
   * A container to be made; called {@code unique(name)}.
   *
   * <p>Without {@link NewContainer#command} it runs {@code /app}.
   */
  public NewContainer container(String name) {
    return new NewContainer(this, unique(name), label());
  }

  /**
   * Makes a network, with labels as {@code com.docker.compose.network=default}; returns its name.
   */
  public String network(String name, String... labels) {
    List<String> options = new ArrayList<>();
    for (String each : labels) {
      options.addAll(List.of("--label", each));
    }
    return make("network", name, options);
  }

  public void removeNetwork(String network) {
    engine.docker("network", "rm", network);
  }

  /** Makes a volume with options of {@code docker volume create}, and returns its name. */
  public String volume(String name, String... options) {
    return make("volume", name, List.of(options));
  }

  /**
   * Runs a container with options of {@code docker run}; called {@code unique(name)}. It has no
   * label of the sandbox, but goes with it.
   */
  public String run(String name, List<String> options, String image, String... command) {
    List<String> arguments = new ArrayList<>(List.of("run", "--detach", "--name", unique(name)));
    arguments.addAll(options);
    arguments.add(image);
    arguments.addAll(List.of(command));
    containers.add(unique(name)); // also what could be made, and not be started
    return engine.docker(arguments);
  }

  /** Ends it with SIGKILL; it exits with 137. */
  public void kill(String container) {
    engine.docker("kill", container);
  }

  public void stop(String container) {
    engine.docker("stop", "--time", "1", container);
  }

  public void start(String container) {
    engine.docker("start", container);
  }

  public void pause(String container) {
    engine.docker("pause", container);
  }

  public void remove(String container) {
    engine.docker("rm", "--force", "--volumes", container);
    containers.remove(container);
  }

  /** What it printed to stdout. */
  public String logs(String container) {
    return engine.docker("logs", container);
  }

  /** Removes all that it has; more can be made afterwards. */
  public void clear() {
    List<String> remove = new ArrayList<>(List.of("rm", "--force", "--volumes"));
    remove.addAll(containers);
    if (!containers.isEmpty()) {
      engine.docker(remove);
    }
    containers.clear();
    removeAll("network");
    removeAll("volume");
  }

  @Override
  public void close() {
    clear();
    engine.forget(this);
  }

  String create(List<String> arguments) {
    String id = engine.docker(arguments);
    containers.add(id);
    return id;
  }

  String image() {
    return engine.image();
  }

  private String make(String kind, String name, List<String> options) {
    List<String> arguments = new ArrayList<>(List.of(kind, "create", "--label", label()));
    arguments.addAll(options);
    arguments.add(unique(name));
    engine.docker(arguments);
    return unique(name);
  }

  /** Also those that were removed and made again meanwhile. */
  private void removeAll(String kind) {
    engine
        .docker(kind, "ls", "--quiet", "--filter", filter())
        .lines()
        .forEach(id -> engine.docker(kind, "rm", id));
  }

  private String label() {
    return "reveille.test=" + key;
  }
}
