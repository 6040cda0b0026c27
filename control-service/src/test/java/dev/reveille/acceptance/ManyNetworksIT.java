package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.activity.StateFiles;
import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import dev.reveille.docker.DockerEngine;
import dev.reveille.project.ConnectedContainer;
import dev.reveille.project.Endpoint;
import dev.reveille.project.EngineNetwork;
import dev.reveille.project.EngineNetwork.Pool;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import dev.reveille.reap.ProjectNetworks;
import dev.reveille.store.StateDirectory;
import dev.reveille.testing.OwnEngine;
import dev.reveille.testing.RealEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More projects with networks of their own than an engine with Docker's pools has networks. */
class ManyNetworksIT {
  private static final int PROJECTS = 100;
  private static final int AWAKE_AT_A_TIME = 20;
  private static final int AT_A_TIME = 4;

  @TempDir private Path state;

  private final OwnEngine own = OwnEngine.startWithFewNetworks();
  private final DockerEngine engine =
      new DockerEngine(
          new DockerEngine.Settings(
              own.host(), Optional.empty(), false, List.of(), Duration.ofSeconds(30)),
          Timer.system());
  private final Map<String, Map<String, Endpoint>> endpoints = new HashMap<>();
  private final Map<String, EngineNetwork> networks = new HashMap<>();

  ManyNetworksIT() throws IOException {}

  @AfterEach
  void cleanUp() {
    engine.close();
    own.close();
  }

  @Test
  void allOfThemSleepAndWakeAndTheirNetworksAreAsTheyWere() throws Exception {
    String gateway = own.docker("run", "-d", RealEngine.get().image(), "sleep", "10000");
    StateFiles files = StateDirectory.open(state);
    ProjectNetworks projectNetworks =
        new ProjectNetworks(
            engine,
            engine.networks(),
            files,
            new ProjectNetworks.Settings(Set.of(gateway.substring(0, 12)), true));

    each(
        number -> {
          create(number);
          run(number, projectNetworks, gateway);
        });
    assertThat(ownNetworks()).isEmpty();

    ProjectNetworks restarted =
        new ProjectNetworks(
            engine,
            engine.networks(),
            files,
            new ProjectNetworks.Settings(Set.of(gateway.substring(0, 12)), true));
    each(
        number -> {
          restarted.prepare(project(number));
          run(number, restarted, gateway);
        });
    assertThat(ownNetworks()).isEmpty();

    for (int number = 0; number < AWAKE_AT_A_TIME; number++) {
      restarted.prepare(project(number));
      assertIsAsItWas(number);
    }
    assertThat(ownNetworks()).hasSize(AWAKE_AT_A_TIME);
  }

  /** Every fifth has addresses of its own choice. */
  private void create(int number) {
    String name = name(number);
    List<String> network = new ArrayList<>(List.of("network", "create"));
    network.addAll(List.of("--label", "com.docker.compose.project=" + name));
    network.addAll(List.of("--label", "com.docker.compose.network=default"));
    network.addAll(List.of("--opt", "com.docker.network.bridge.enable_icc=true"));
    List<String> container = new ArrayList<>(List.of("create", "--name", name + "-web-1"));
    container.addAll(List.of("--label", "com.docker.compose.project=" + name));
    container.addAll(List.of("--label", "com.docker.compose.service=web"));
    container.addAll(List.of("--label", "reveille.host=" + name + ".test"));
    container.addAll(List.of("--stop-signal", "KILL", "--network", name + "_default"));
    container.addAll(List.of("--network-alias", "web", "--network-alias", name));
    if (number % 5 == 0) {
      String base = "10.78.%d.".formatted(number);
      network.addAll(List.of("--subnet", base + "0/24", "--gateway", base + "9"));
      container.addAll(List.of("--ip", base + "77"));
    }
    network.add(name + "_default");
    container.addAll(List.of(RealEngine.get().image(), "sleep", "10000"));
    own.docker(network.toArray(String[]::new));
    String id = own.docker(container.toArray(String[]::new));
    EngineNetwork made = listed(name + "_default").orElseThrow();
    synchronized (this) {
      networks.put(name, made);
      endpoints.put(name, engine.networks().endpoints(id));
    }
  }

  /** Runs for a moment, with the gateway in its network, and goes to sleep. */
  private void run(int number, ProjectNetworks projectNetworks, String gateway) {
    String container = project(number).members().getFirst().id();
    engine.start(container); // which is refused with a network that is gone
    projectNetworks.join(project(number));
    EngineNetwork network = listed(name(number) + "_default").orElseThrow();
    assertThat(engine.networks().containers())
        .filteredOn(it -> it.isOn(network))
        .extracting(ConnectedContainer::id)
        .containsExactlyInAnyOrder(container, gateway);
    assertIsAsItWas(number);
    engine.stop(container);
    projectNetworks.leave(project(number));
  }

  private void assertIsAsItWas(int number) {
    String name = name(number);
    EngineNetwork before;
    Endpoint how;
    synchronized (this) {
      before = Objects.requireNonNull(networks.get(name));
      how = endpoints.getOrDefault(name, Map.of()).getOrDefault(name + "_default", Endpoint.PLAIN);
    }
    EngineNetwork now = listed(name + "_default").orElseThrow();
    assertThat(now).usingRecursiveComparison().ignoringFields("id", "addressing").isEqualTo(before);
    if (number % 5 == 0) {
      assertThat(now.addressing()).isEqualTo(before.addressing());
    } else {
      assertThat(now.addressing().pools()).extracting(Pool::range).containsExactly("");
    }
    String container = project(number).members().getFirst().id();
    Map<String, Endpoint> connected = engine.networks().endpoints(container);
    assertThat(connected).containsOnlyKeys(name + "_default");
    Endpoint endpoint = connected.getOrDefault(name + "_default", Endpoint.PLAIN);
    assertThat(endpoint.aliases()).containsAll(how.aliases()).contains("web", name);
    assertThat(endpoint.addresses().ipv4()).isEqualTo(how.addresses().ipv4());
  }

  /** Only so many are awake at a time, as with PROJECT_MAX_RUNNING. */
  private static void each(IntConsumer work) throws InterruptedException {
    Semaphore slots = new Semaphore(AT_A_TIME);
    try (ExecutorService threads = Threads.perTask("project")) {
      List<Future<?>> all = new ArrayList<>();
      for (int number : IntStream.range(0, PROJECTS).toArray()) {
        slots.acquire();
        all.add(
            threads.submit(
                () -> {
                  try {
                    work.accept(number);
                  } finally {
                    slots.release();
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private Project project(int number) {
    return Projects.from(engine.list()).find(name(number)).orElseThrow();
  }

  private static String name(int number) {
    return "p" + number;
  }

  private Optional<EngineNetwork> listed(String name) {
    return engine.networks().list().stream().filter(it -> it.name().equals(name)).findFirst();
  }

  private List<EngineNetwork> ownNetworks() {
    return engine.networks().list().stream()
        .filter(it -> it.labels().containsKey("com.docker.compose.project"))
        .toList();
  }
}
