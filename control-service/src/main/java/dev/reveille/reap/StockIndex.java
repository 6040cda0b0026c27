package dev.reveille.reap;

import static java.util.stream.Collectors.groupingBy;

import dev.reveille.project.EngineStock;
import dev.reveille.project.EngineStock.Holder;
import dev.reveille.project.EngineStock.Network;
import dev.reveille.project.EngineStock.Volume;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What the engine has, by whom it belongs to and by who uses it. */
final class StockIndex {
  private final Map<String, List<Holder>> holders;
  private final Map<String, List<Volume>> volumes;
  private final Map<String, List<Network>> networks;
  private final Map<String, Set<String>> volumeUsers = new HashMap<>();
  private final Map<String, Set<String>> networkUsers = new HashMap<>();
  private final Map<String, Set<String>> imageUsers = new HashMap<>();

  /**
   * @param own containers whose connection to a network does not count
   */
  StockIndex(EngineStock stock, Set<String> own) {
    this.holders = stock.holders().stream().collect(groupingBy(Owner::key));
    this.volumes = byOwner(stock.volumes(), volume -> volume.composeProject().orElse(""));
    this.networks = byOwner(stock.networks(), network -> network.composeProject().orElse(""));
    for (Holder holder : stock.holders()) {
      String owner = Owner.key(holder);
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
    return users.getOrDefault(thing, Set.of()).stream().anyMatch(user -> !user.equals(owner));
  }

  /** Without those that carry no label. */
  private static <T> Map<String, List<T>> byOwner(List<T> things, Function<T, String> project) {
    return things.stream()
        .filter(thing -> !project.apply(thing).isEmpty())
        .collect(groupingBy(thing -> Owner.ofCompose(project.apply(thing))));
  }

  private static void put(Map<String, Set<String>> map, String thing, String owner) {
    map.computeIfAbsent(thing, _ -> new HashSet<>()).add(owner);
  }
}
