package dev.reveille.project;

import dev.reveille.project.EngineStock.Holder;
import dev.reveille.project.EngineStock.Network;
import dev.reveille.project.EngineStock.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Volumes, networks and images beside the containers of an {@link InMemoryEngine}; as strict as the
 * real engine. Containers that are to be removed are made by {@link #add}.
 */
public final class InMemoryDisposal implements EngineDisposal {
  private final InMemoryEngine engine;
  private final Map<String, Held> byId = new LinkedHashMap<>();
  private final Map<String, Volume> volumes = new LinkedHashMap<>();
  private final Map<String, Network> networks = new LinkedHashMap<>();
  private final Set<String> images = new HashSet<>(Set.of("sha256:common"));
  private final List<String> removed = new ArrayList<>();
  private int stepsLeft = Integer.MAX_VALUE;

  /** Ends whoever calls, as a signal would: nothing catches it. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** A container, and what it holds. */
  public static final class Held {
    private final ScriptedContainer container;
    private final Set<String> volumes = new HashSet<>();
    private final Set<String> networks = new HashSet<>();
    private String image = "sha256:common";

    private Held(ScriptedContainer container) {
      this.container = container;
    }

    public ScriptedContainer container() {
      return container;
    }

    public Held volume(String name) {
      volumes.add(name);
      return this;
    }

    public Held network(String name) {
      networks.add(name);
      return this;
    }

    public Held image(String id) {
      image = id;
      return this;
    }
  }

  public InMemoryDisposal(InMemoryEngine engine) {
    this.engine = engine;
  }

  public Held add(String name) {
    Held held = new Held(engine.add(name));
    byId.put(held.container.id(), held);
    return held;
  }

  public void volume(String name, Map<String, String> labels) {
    volumes.put(name, new Volume(name, labels, Optional.empty(), Optional.empty()));
  }

  public void network(String name, Map<String, String> labels) {
    networks.put(name, new Network("id-of-" + name, name, labels, Optional.empty()));
  }

  public void image(String id) {
    images.add(id);
  }

  /** What was removed, oldest first: {@code container shop-web-1}. */
  public List<String> removed() {
    return List.copyOf(removed);
  }

  /** The step after so many kills whoever takes it, and does nothing. */
  public void killAfter(int steps) {
    stepsLeft = steps;
  }

  @Override
  public EngineStock stock() {
    List<Container> listed = engine.list();
    return new EngineStock(
        listed.stream().map(this::holder).toList(),
        List.copyOf(volumes.values()),
        List.copyOf(networks.values()));
  }

  @Override
  public Map<String, Long> sizes() {
    engine.list();
    Map<String, Long> sizes = new LinkedHashMap<>();
    volumes.keySet().forEach(name -> sizes.put(name, 1_000L));
    return sizes;
  }

  @Override
  public void removeContainer(String id) {
    step();
    Held held = byId.get(id);
    if (held == null) {
      return;
    }
    boolean stopped =
        stock().holders().stream().anyMatch(it -> it.id().equals(id) && it.isStopped());
    refuseIf(!stopped, "remove container " + held.container.name(), "it is running");
    held.container.remove();
    byId.remove(id);
    held.volumes.removeIf(name -> !name.matches("[0-9a-f]{64}"));
    held.volumes.forEach(volumes::remove);
    removed.add("container " + held.container.name());
  }

  @Override
  public void removeVolume(String name) {
    step();
    refuseIf(
        byId.values().stream().anyMatch(it -> it.volumes.contains(name)),
        "remove volume " + name,
        "volume is in use");
    if (volumes.remove(name) != null) {
      removed.add("volume " + name);
    }
  }

  @Override
  public void disconnect(String network, String container) {
    step();
    Held held = byId.get(container);
    if (held != null) {
      held.networks.removeIf(name -> network.equals(name) || network.equals("id-of-" + name));
    }
  }

  @Override
  public void removeNetwork(String id) {
    step();
    Network network =
        networks.values().stream()
            .filter(it -> it.id().equals(id) || it.name().equals(id))
            .findFirst()
            .orElse(null);
    if (network == null) {
      return;
    }
    boolean connected =
        stock().holders().stream()
            .anyMatch(it -> !it.isStopped() && it.networks().contains(network.name()));
    refuseIf(connected, "remove network " + network.name(), "network has active endpoints");
    networks.remove(network.name());
    removed.add("network " + network.name());
  }

  @Override
  public void removeImage(String id) {
    step();
    refuseIf(
        byId.values().stream().anyMatch(it -> it.image.equals(id)),
        "remove image " + id,
        "image is being used");
    if (images.remove(id)) {
      removed.add("image " + id);
    }
  }

  private Holder holder(Container listed) {
    Held held = byId.get(listed.id());
    Set<String> connected = new HashSet<>(held == null ? Set.of() : held.networks);
    List.copyOf(connected).forEach(name -> connected.add("id-of-" + name));
    return new Holder(
        listed.id(),
        listed.name(),
        listed.status(),
        listed.labels(),
        held == null ? Set.of() : held.volumes,
        Set.of(),
        connected,
        held == null ? "sha256:common" : held.image,
        Instant.EPOCH);
  }

  private void step() {
    engine.list(); // which fails while the engine is away
    if (stepsLeft-- <= 0) {
      throw new Killed();
    }
  }

  private static void refuseIf(boolean refused, String call, String reason) {
    if (refused) {
      throw new EngineRefused(call, 409, reason);
    }
  }
}
