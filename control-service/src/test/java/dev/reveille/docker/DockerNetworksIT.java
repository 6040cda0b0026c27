package dev.reveille.docker;

import dev.reveille.concurrent.Timer;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.EngineNetwork;
import dev.reveille.project.EngineNetworks;
import dev.reveille.project.EngineNetworksContract;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Networks of a real engine do what all of them do. */
class DockerNetworksIT extends EngineNetworksContract {
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

  @AfterEach
  void cleanUp() {
    sandbox.close();
    List<EngineNetwork> made =
        networks().list().stream().filter(it -> it.name().startsWith(unique(""))).toList();
    made.forEach(it -> networks().remove(it.id()));
    engine.close();
  }

  @Override
  protected ContainerEngine engine() {
    return engine;
  }

  @Override
  protected EngineNetworks networks() {
    return engine.networks();
  }

  @Override
  protected String unique(String name) {
    return sandbox.unique(name);
  }

  @Override
  protected Map<String, String> labels() {
    return Map.of("reveille.test", sandbox.unique("networks"));
  }

  @Override
  protected String create(String name, String network, String alias) {
    return sandbox
        .container(name)
        .network(network)
        .option("--network-alias", alias)
        .shell("sleep 1000")
        .create();
  }

  @Override
  protected void removeContainer(String id) {
    sandbox.remove(id);
  }

  @Override
  protected String subnet() {
    return "10.77.%d.0/24".formatted(ProcessHandle.current().pid() % 250);
  }
}
