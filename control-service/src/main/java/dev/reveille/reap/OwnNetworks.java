package dev.reveille.reap;

import dev.reveille.project.ConnectedContainer;
import dev.reveille.project.Container;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.Endpoint;
import dev.reveille.project.EngineNetwork;
import dev.reveille.project.EngineNetworks;
import dev.reveille.project.EngineRefused;
import dev.reveille.project.Label;
import dev.reveille.project.Project;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the networks that Compose has made for one project alone, and makes them again. What a
 * network was is on disk before it is removed, and stays there until all containers are connected
 * again, so that a crash in between costs nothing.
 */
final class OwnNetworks {
  private static final Logger log = LoggerFactory.getLogger(OwnNetworks.class);

  private final ContainerEngine engine;
  private final EngineNetworks networks;
  private final NetworksFile file;

  OwnNetworks(ContainerEngine engine, EngineNetworks networks, NetworksFile file) {
    this.engine = engine;
    this.networks = networks;
    this.file = file;
  }

  /** Whether Compose made it for this project; one from elsewhere has no such label. */
  static boolean isOf(Project project, EngineNetwork network) {
    return Label.COMPOSE_PROJECT.of(network.labels()).filter(project.name()::equals).isPresent()
        && project.members().stream().anyMatch(it -> isOf(project, it.container().labels()));
  }

  /**
   * Removes what only this project uses.
   *
   * @param gateway the gateway's own container, which has left
   */
  void remove(Project project, Optional<ConnectedContainer> gateway) {
    List<EngineNetwork> all = networks.list();
    List<ConnectedContainer> others = new ArrayList<>(networks.containers());
    gateway.ifPresent(own -> others.removeIf(it -> it.id().equals(own.id())));
    Set<String> visible = engine.list().stream().map(Container::id).collect(Collectors.toSet());
    List<RemovedNetwork> toRemove = new ArrayList<>();
    for (EngineNetwork network : all) {
      List<ConnectedContainer> on = others.stream().filter(it -> it.isOn(network)).toList();
      if (isRemovable(project, network, all)
          && on.stream().allMatch(it -> mayLose(project, it, network, visible))) {
        toRemove.add(new RemovedNetwork(network, endpoints(network, on)));
      }
    }
    if (!toRemove.isEmpty() && keep(project.name(), toRemove, all)) {
      toRemove.forEach(it -> remove(project.name(), it.network()));
    }
  }

  /** Makes again what was removed, and connects the containers as they were. */
  void restore(String project) {
    List<RemovedNetwork> removed = file.removed(project);
    if (removed.isEmpty()) {
      return;
    }
    List<EngineNetwork> all = networks.list();
    for (RemovedNetwork each : removed) {
      Optional<String> there = named(each.network().name(), all).map(EngineNetwork::id);
      String id = there.orElseGet(() -> create(project, each));
      if (!id.equals(each.network().id())) {
        each.endpoints().forEach((container, how) -> connect(each, id, container, how));
      }
    }
    forget(project);
  }

  /** Nothing has to be made again. */
  void forget(String project) {
    try {
      if (!file.removed(project).isEmpty()) {
        file.keep(project, List.of());
      }
    } catch (UncheckedIOException e) {
      log.warn(
          "It is still kept which networks to make, which does no harm project={} reason=\"{}\"",
          project,
          e.getMessage());
    }
  }

  private static boolean isRemovable(
      Project project, EngineNetwork network, List<EngineNetwork> all) {
    return isOf(project, network)
        && network.isPlain()
        && network.driver().equals("bridge")
        && all.stream().filter(it -> it.name().equals(network.name())).count() == 1;
  }

  /** A container that was made for the network's id, not its name, would never start again. */
  private static boolean mayLose(
      Project project, ConnectedContainer container, EngineNetwork network, Set<String> visible) {
    return isOf(project, container.labels())
        && visible.contains(container.id())
        && !container.isUp()
        && !container.names(network.id());
  }

  private static boolean isOf(Project project, Map<String, String> labels) {
    return Label.COMPOSE_PROJECT.of(labels).filter(project.name()::equals).isPresent();
  }

  private Map<String, Endpoint> endpoints(EngineNetwork network, List<ConnectedContainer> on) {
    Map<String, Endpoint> endpoints = new HashMap<>();
    for (ConnectedContainer container : on) {
      Endpoint endpoint = networks.endpoints(container.id()).get(network.name());
      if (endpoint != null) {
        endpoints.put(container.id(), endpoint);
      }
    }
    return endpoints;
  }

  /** What was removed before and is not there yet has to be kept too. */
  private boolean keep(String project, List<RemovedNetwork> toRemove, List<EngineNetwork> all) {
    List<RemovedNetwork> kept = new ArrayList<>(toRemove);
    file.removed(project).stream()
        .filter(before -> named(before.network().name(), all).isEmpty())
        .forEach(kept::add);
    try {
      file.keep(project, kept);
      return true;
    } catch (UncheckedIOException e) {
      log.error(
          "Networks stay, as it can't be kept what they were project={} reason=\"{}\"",
          project,
          e.getMessage());
      return false;
    }
  }

  private void remove(String project, EngineNetwork network) {
    try {
      networks.remove(network.id());
      log.info("Removed network={} project={}", network.name(), project);
    } catch (EngineRefused e) {
      log.warn(
          "Network stays network={} project={} reason=\"{}\"",
          network.name(),
          project,
          e.getMessage());
    }
  }

  /** Where somebody else has got the engine's choice of addresses meanwhile, it chooses again. */
  private String create(String project, RemovedNetwork removed) {
    EngineNetwork network = removed.network();
    try {
      String id = networks.create(network);
      log.info("Made network={} project={}", network.name(), project);
      return id;
    } catch (EngineRefused e) {
      if (!e.reason().contains("overlap") || !removed.mayHaveAnyAddresses()) {
        throw e;
      }
      log.info("Made network={} project={} with other addresses", network.name(), project);
      return networks.create(network.withAnyAddresses());
    }
  }

  /**
   * A stopped container keeps the id that the network had and can't be started, until it is
   * connected to the new one (engine 20.10: "network 4f76… not found").
   */
  private void connect(RemovedNetwork removed, String id, String container, Endpoint how) {
    String name = removed.network().name();
    try {
      Endpoint now = networks.endpoints(container).get(name);
      if (now != null && (now.networkId().isEmpty() || now.networkId().equals(id))) {
        return;
      }
      if (now != null) {
        networks.disconnect(name, container);
      }
    } catch (EngineRefused e) {
      if (!e.isNotFound()) {
        throw e;
      }
      return; // it was removed meanwhile
    }
    networks.connect(id, container, how);
  }

  private static Optional<EngineNetwork> named(String name, List<EngineNetwork> all) {
    return all.stream().filter(it -> it.name().equals(name)).findFirst();
  }
}
