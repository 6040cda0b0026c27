package dev.reveille.reap;

import dev.reveille.project.EngineStock;
import dev.reveille.project.EngineStock.Holder;
import dev.reveille.project.EngineStock.Network;
import dev.reveille.project.EngineStock.Volume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the engine has, by whom it belongs to and by who uses it. */
final class StockIndex {
  private final Map<String, List<Holder>> holders = new HashMap<>();
  private final Map<String, List<Volume>> volumes;
  private final Map<String, List<Network>> networks;
  private final Map<String, Set<String>> volumeUsers = new HashMap<>();
  private final Map<String, Set<String>> networkUsers = new HashMap<>();
  private final Map<String, Set<String>> imageUsers = new HashMap<>();

  /**
   * @param own containers whose connection to a network does not count
   */
  StockIndex(EngineStock stock, Set<String> own) {
    this.volumes = byOwner(stock.volumes(), Volume::composeProject);
    this.networks = byOwner(stock.networks(), Network::composeProject);
    for (Holder holder : stock.holders()) {
      String owner = Owner.key(holder);
      holders.computeIfAbsent(owner, _ -> new ArrayList<>()).add(holder);
      holder.volumes().forEach(name -> put(volumeUsers, name, owner));
      put(imageUsers, holder.image(), owner);
      if (!own.contains(holder.id())) {
        holder.networks().forEach(network -> put(networkUsers, network, owner));
      }
    }
  }

  List<Holder> holders(String owner) {
    return holders.getOrDefault(owner, List.of());
  }

  /** Those that carry the label of a Compose project. */
  List<Volume> volumes(String owner) {
    return volumes.getOrDefault(owner, List.of());
  }

  List<Network> networks(String owner) {
    return networks.getOrDefault(owner, List.of());
  }

  boolean othersUse(Volume volume, String owner) {
    return others(volumeUsers, volume.name(), owner);
  }

  boolean othersUseVolume(String name, String owner) {
    return others(volumeUsers, name, owner);
  }

  boolean othersUse(Network network, String owner) {
    return others(networkUsers, network.id(), owner) || others(networkUsers, network.name(), owner);
  }

  boolean othersUseImage(String image, String owner) {
    return others(imageUsers, image, owner);
  }

  private static boolean others(Map<String, Set<String>> users, String thing, String owner) {
    Set<String> all = users.getOrDefault(thing, Set.of());
    return all.size() > (all.contains(owner) ? 1 : 0);
  }

  /** Without those that carry no label. */
  private static <T> Map<String, List<T>> byOwner(
      List<T> things, Function<T, Optional<String>> project) {
    Map<String, List<T>> byOwner = new HashMap<>();
    for (T thing : things) {
      project
          .apply(thing)
          .map(Owner::ofCompose)
          .ifPresent(owner -> byOwner.computeIfAbsent(owner, _ -> new ArrayList<>()).add(thing));
    }
    return byOwner;
  }

  private static void put(Map<String, Set<String>> map, String thing, String owner) {
    map.computeIfAbsent(thing, _ -> new HashSet<>()).add(owner);
  }
}
