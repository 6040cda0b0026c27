package dev.reveille.project;

import dev.reveille.concurrent.LeapingTimer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The networks in memory do what real ones do. */
class InMemoryNetworksTest extends EngineNetworksContract {
  private final InMemoryEngine engine = new InMemoryEngine(new LeapingTimer());
  private final InMemoryNetworks networks = new InMemoryNetworks(engine);
  private final Map<String, ScriptedContainer> byId = new HashMap<>();

  @Override
  protected ContainerEngine engine() {
    return engine;
  }

  @Override
  protected EngineNetworks networks() {
    return networks;
  }

  @Override
  protected String unique(String name) {
    return name;
  }

  @Override
  protected Map<String, String> labels() {
    return Map.of("team", "blue");
  }

  @Override
  protected String create(String name, String network, String alias) {
    ScriptedContainer container = engine.add(name);
    byId.put(container.id(), container);
    Endpoint plain = Endpoint.PLAIN;
    networks.put(
        container,
        network,
        new Endpoint("", List.of(alias), List.of(), plain.addresses(), Map.of()));
    return container.id();
  }

  @Override
  protected void removeContainer(String id) {
    Objects.requireNonNull(byId.get(id)).remove();
  }

  @Override
  protected String subnet() {
    return "10.77.3.0/24";
  }
}
