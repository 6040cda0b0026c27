package dev.reveille.project;

import dev.reveille.project.ConnectedContainer.Place;
import dev.reveille.project.EngineNetwork.Addressing;
import dev.reveille.project.EngineNetwork.Pool;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Networks of an {@link InMemoryEngine}, as strict as real ones. The engine's own choice of subnets
 * is {@code 172.18.0.0/16} and on.
 */
public final class InMemoryNetworks implements EngineNetworks {
  private static final int FIRST_CHOICE = 18;

  private final InMemoryEngine engine;
  private final Map<String, EngineNetwork> byId = new LinkedHashMap<>();
  private final Map<String, Map<String, Endpoint>> endpoints = new HashMap<>();
  private final Map<String, String> modes = new HashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private Optional<EngineException> failure = Optional.empty();
  private int stepsUntilFailure;
  private int made;

  public InMemoryNetworks(InMemoryEngine engine) {
    this.engine = engine;
  }

  /** What it was asked to change, oldest first: {@code remove shop_default}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** The next call that changes something fails, and the change is not made. */
  public void failNext(EngineException e) {
    failAfter(0, e);
  }

  /** As many changes are made, and the one after them fails. */
  public synchronized void failAfter(int changes, EngineException e) {
    failure = Optional.of(e);
    stepsUntilFailure = changes;
  }

  /** What Compose makes for a project. */
  public String addOwn(String project, String name) {
    Map<String, String> labels = Map.of(Label.COMPOSE_PROJECT.key(), project);
    return create(network(name, "bridge", labels, List.of()));
  }

  /** One that a person has made. */
  public String addShared(String name) {
    return create(network(name, "bridge", Map.of(), List.of()));
  }

  /** Any other one. */
  public static EngineNetwork network(
      String name, String driver, Map<String, String> labels, List<Pool> pools) {
    return new EngineNetwork(
        "",
        name,
        driver,
        true,
        labels,
        Map.of(),
        false,
        false,
        false,
        new Addressing("default", Map.of(), pools));
  }

  /** A container is made on that network; its mode is the network's name. */
  public void put(ScriptedContainer container, String network, Endpoint how) {
    connect(network, container.id(), how);
    mode(container, find(network).name());
    container.refusesStart(() -> lostNetwork(container));
  }

  /** {@code host}, {@code container:web}, or a network's name or id. */
  public synchronized void mode(ScriptedContainer container, String networkMode) {
    modes.put(container.id(), networkMode);
  }

  @Override
  public synchronized List<EngineNetwork> list() {
    return List.copyOf(byId.values());
  }

  @Override
  public List<ConnectedContainer> containers() {
    List<Container> listed = engine.list();
    synchronized (this) {
      return listed.stream().map(this::connected).toList();
    }
  }

  @Override
  public Map<String, Endpoint> endpoints(String container) {
    boolean isUp = isUp(engine.inspect(container).container());
    synchronized (this) {
      resolve(container, isUp);
      return Map.copyOf(endpoints.getOrDefault(container, Map.of()));
    }
  }

  @Override
  public synchronized String create(EngineNetwork like) {
    change("create " + like.name());
    if (byId.values().stream().anyMatch(it -> it.name().equals(like.name()))) {
      throw new EngineRefused("create network", 409, like.name() + " already exists");
    }
    List<Pool> pools = like.addressing().pools();
    pools.forEach(this::refuseOverlap);
    EngineNetwork whole = pools.isEmpty() ? withChoice(like) : like;
    String id = "%064x".formatted(0xabc000 + ++made);
    byId.put(id, withId(whole, id));
    return id;
  }

  @Override
  public void remove(String network) {
    List<ConnectedContainer> all = containers();
    synchronized (this) {
      EngineNetwork found = find(network);
      change("remove " + found.name());
      if (all.stream().anyMatch(it -> it.isUp() && it.isOn(found))) {
        throw new EngineRefused("remove network", 403, "network has active endpoints");
      }
      byId.remove(found.id());
    }
  }

  @Override
  public void connect(String network, String container, Endpoint endpoint) {
    boolean isUp = isUp(engine.inspect(container).container());
    synchronized (this) {
      EngineNetwork found = find(network);
      change("connect %s to %s".formatted(nameOf(container), found.name()));
      Map<String, Endpoint> mine = endpoints.computeIfAbsent(container, _ -> new TreeMap<>());
      Endpoint before = mine.get(found.name());
      if (isUp && before != null && before.networkId().equals(found.id())) {
        throw new EngineRefused("connect", 403, "endpoint already exists in " + found.name());
      }
      mine.put(found.name(), withNetwork(endpoint, isUp ? found.id() : ""));
    }
  }

  @Override
  public void disconnect(String network, String container) {
    engine.inspect(container);
    synchronized (this) {
      String name = byId.containsKey(network) ? find(network).name() : network;
      change("disconnect %s from %s".formatted(nameOf(container), name));
      endpoints.getOrDefault(container, new TreeMap<>()).remove(name);
    }
  }

  private void change(String call) {
    if (failure.isPresent() && stepsUntilFailure-- == 0) {
      EngineException thrown = failure.get();
      failure = Optional.empty();
      throw thrown;
    }
    calls.add(call);
  }

  private EngineNetwork find(String idOrName) {
    return byId.values().stream()
        .filter(it -> it.id().equals(idOrName) || it.name().equals(idOrName))
        .findFirst()
        .orElseThrow(
            () -> new EngineRefused("use", 404, "network %s not found".formatted(idOrName)));
  }

  private void refuseOverlap(Pool pool) {
    boolean isTaken =
        byId.values().stream()
            .flatMap(it -> it.addressing().pools().stream())
            .anyMatch(it -> it.subnet().equals(pool.subnet()));
    if (isTaken) {
      throw new EngineRefused("create network", 403, "Pool overlaps with other one");
    }
  }

  private EngineNetwork withChoice(EngineNetwork like) {
    int number = FIRST_CHOICE;
    while (isTaken("172.%d.0.0/16".formatted(number))) {
      number++;
    }
    Pool choice =
        new Pool("172.%d.0.0/16".formatted(number), "", "172.%d.0.1".formatted(number), Map.of());
    return new EngineNetwork(
        like.id(),
        like.name(),
        like.driver(),
        like.isPlain(),
        like.labels(),
        like.options(),
        like.internal(),
        like.attachable(),
        like.ipv6(),
        new Addressing(like.addressing().driver(), like.addressing().options(), List.of(choice)));
  }

  private boolean isTaken(String subnet) {
    return byId.values().stream()
        .flatMap(it -> it.addressing().pools().stream())
        .anyMatch(it -> it.subnet().equals(subnet));
  }

  private static EngineNetwork withId(EngineNetwork it, String id) {
    return new EngineNetwork(
        id,
        it.name(),
        it.driver(),
        it.isPlain(),
        it.labels(),
        it.options(),
        it.internal(),
        it.attachable(),
        it.ipv6(),
        it.addressing());
  }

  private static Endpoint withNetwork(Endpoint it, String network) {
    return new Endpoint(network, it.aliases(), it.links(), it.addresses(), it.options());
  }

  private ConnectedContainer connected(Container container) {
    resolve(container.id(), isUp(container));
    Map<String, Place> places = new TreeMap<>();
    for (String name : endpoints.getOrDefault(container.id(), Map.of()).keySet()) {
      String address = places.isEmpty() ? container.address().orElse("") : "192.0.2.1";
      places.put(name, new Place(networkId(container.id(), name), isUp(container) ? address : ""));
    }
    return new ConnectedContainer(
        container.id(),
        container.name(),
        container.labels(),
        isUp(container),
        modes.getOrDefault(container.id(), "bridge"),
        places);
  }

  private String networkId(String container, String name) {
    Endpoint endpoint = endpoints.getOrDefault(container, Map.of()).get(name);
    return endpoint == null ? "" : endpoint.networkId();
  }

  /** What runs was connected by the network's name when it was started. */
  private void resolve(String container, boolean isUp) {
    if (isUp) {
      endpoints
          .getOrDefault(container, new TreeMap<>())
          .replaceAll(
              (name, it) -> it.networkId().isEmpty() ? withNetwork(it, find(name).id()) : it);
    }
  }

  private synchronized Optional<EngineRefused> lostNetwork(ScriptedContainer container) {
    Optional<EngineRefused> lost = firstLost(container);
    resolve(container.id(), lost.isEmpty());
    return lost;
  }

  private Optional<EngineRefused> firstLost(ScriptedContainer container) {
    return endpoints.getOrDefault(container.id(), Map.of()).entrySet().stream()
        .filter(it -> !isThere(it.getKey(), it.getValue().networkId()))
        .map(it -> new EngineRefused("start", 404, "network %s not found".formatted(it.getKey())))
        .findFirst();
  }

  private boolean isThere(String name, String id) {
    return id.isEmpty()
        ? byId.values().stream().anyMatch(it -> it.name().equals(name))
        : byId.containsKey(id);
  }

  private String nameOf(String container) {
    return engine.list().stream()
        .filter(it -> it.id().equals(container))
        .findFirst()
        .orElseThrow()
        .name();
  }

  private static boolean isUp(Container container) {
    return switch (container.status()) {
      case RUNNING, PAUSED, RESTARTING -> true;
      case CREATED, EXITED, DEAD, REMOVING -> false;
    };
  }
}
