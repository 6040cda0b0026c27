package dev.reveille.reap;

import dev.reveille.project.ConnectedContainer;
import dev.reveille.project.Container;
import dev.reveille.project.Endpoint;
import dev.reveille.project.EngineNetwork;
import dev.reveille.project.EngineNetworks;
import dev.reveille.project.EngineRefused;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects the gateway's own container to the networks in which it reaches the projects that run,
 * and disconnects it from those that it joined itself. On the host, and with the host's network,
 * there is nothing to do.
 */
final class GatewayNetworks {
  private static final Logger log = LoggerFactory.getLogger(GatewayNetworks.class);

  private static final String SHARED = "container:";

  private final EngineNetworks networks;
  private final Set<String> ids;
  private final NetworksFile file;

  /**
   * @param ids of which the own container has one, whole or their first digits
   */
  GatewayNetworks(EngineNetworks networks, Set<String> ids, NetworksFile file) {
    this.networks = networks;
    this.ids = Set.copyOf(ids);
    this.file = file;
  }

  /** The gateway's container, if it has networks of its own. */
  Optional<ConnectedContainer> container(List<ConnectedContainer> all) {
    return all.stream()
        .filter(it -> ids.stream().anyMatch(it.id()::startsWith))
        .filter(it -> !it.networkMode().equals("host") && !it.networkMode().startsWith(SHARED))
        .findFirst();
  }

  /** Whether it may be in a container at all; without one the engine need not be asked. */
  boolean mayHaveContainer() {
    return !ids.isEmpty();
  }

  /** Joins the networks by which a project's addresses are reached. */
  void join(Project project) {
    if (!mayHaveContainer()) {
      return;
    }
    List<ConnectedContainer> all = networks.containers();
    container(all).ifPresent(own -> join(project, own, all));
  }

  void join(Project project, ConnectedContainer own, List<ConnectedContainer> all) {
    project.members().stream()
        .filter(Member::claimsHosts)
        .flatMap(member -> networkOf(member.container(), all).stream())
        .distinct()
        .filter(network -> !isOn(own, network))
        .forEach(
            network -> {
              join(network, own);
              log.info("Joined network={} project={}", name(network, all), project.name());
            });
  }

  /** Leaves what it joined for a project that sleeps now, unless another container is up there. */
  void leave(Project project, ConnectedContainer own, List<ConnectedContainer> all) {
    List<EngineNetwork> listed = networks.list();
    Set<String> joined = file.joined();
    Set<String> members = new HashSet<>();
    project.members().forEach(member -> members.add(member.id()));
    for (EngineNetwork network : listed) {
      boolean isOurs =
          OwnNetworks.isOf(project, network)
              || (joined.contains(network.id())
                  && all.stream().anyMatch(it -> members.contains(it.id()) && it.isOn(network)));
      boolean isUsed =
          all.stream().anyMatch(it -> !it.id().equals(own.id()) && it.isUp() && it.isOn(network));
      if (isOurs && !isUsed && isOn(own, network.id())) {
        networks.disconnect(network.id(), own.id());
        log.info("Left network={} project={}", network.name(), project.name());
      }
    }
    forgetThoseNotOn(own, listed);
  }

  private void join(String network, ConnectedContainer own) {
    Set<String> joined = new TreeSet<>(file.joined());
    joined.add(network);
    note(joined);
    try {
      networks.connect(network, own.id(), Endpoint.PLAIN);
    } catch (EngineRefused e) {
      if (!e.reason().contains("already exists")) {
        throw e;
      }
    }
  }

  private void forgetThoseNotOn(ConnectedContainer own, List<EngineNetwork> listed) {
    Optional<ConnectedContainer> now =
        networks.containers().stream().filter(it -> it.id().equals(own.id())).findFirst();
    Set<String> joined = new TreeSet<>(file.joined());
    joined.removeIf(
        id ->
            listed.stream().noneMatch(it -> it.id().equals(id))
                || now.filter(it -> isOn(it, id)).isEmpty());
    note(joined);
  }

  private void note(Set<String> joined) {
    try {
      file.joined(joined);
    } catch (UncheckedIOException e) {
      log.warn("It can't be kept which networks were joined: {}", e.getMessage());
    }
  }

  private static String name(String network, List<ConnectedContainer> all) {
    return all.stream()
        .flatMap(it -> it.places().entrySet().stream())
        .filter(it -> it.getValue().networkId().equals(network))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(network);
  }

  /** Its own network, or that of the container whose network it shares. */
  private static Optional<String> networkOf(Container member, List<ConnectedContainer> all) {
    return all.stream()
        .filter(it -> it.id().equals(member.id()))
        .findFirst()
        .map(it -> sharedWith(it, all).orElse(it))
        .filter(ConnectedContainer::isUp)
        .flatMap(ConnectedContainer::networkReached);
  }

  private static Optional<ConnectedContainer> sharedWith(
      ConnectedContainer guest, List<ConnectedContainer> all) {
    if (!guest.networkMode().startsWith(SHARED)) {
      return Optional.empty();
    }
    String host = guest.networkMode().substring(SHARED.length());
    return all.stream()
        .filter(it -> it.id().startsWith(host) || it.name().equals(host))
        .findFirst();
  }

  private static boolean isOn(ConnectedContainer container, String network) {
    return container.places().values().stream().anyMatch(it -> it.networkId().equals(network));
  }
}
