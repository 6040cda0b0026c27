package dev.reveille.reap;

import dev.reveille.project.EngineStock.Holder;
import dev.reveille.project.EngineStock.Network;
import dev.reveille.project.EngineStock.Volume;
import dev.reveille.project.Label;
import dev.reveille.reap.Belongings.Item;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Works out what belongs to one owner and to nobody else. For one thread, used once. */
final class Inheritance {
  /** How the engine names a volume that was made for one container. */
  private static final Pattern UNNAMED = Pattern.compile("[0-9a-f]{64}");

  private final String owner;
  private final StockIndex index;
  private final DirectoryClaims claims;
  private final Map<String, Directory> directories;
  private final List<String> kept = new ArrayList<>();

  Inheritance(
      String owner, StockIndex index, DirectoryClaims claims, Map<String, Directory> directories) {
    this.owner = owner;
    this.index = index;
    this.claims = claims;
    this.directories = directories;
  }

  Belongings belongings(boolean withImages) {
    return new Belongings(
        sorted(index.holders(owner).stream().map(Inheritance::item).toList()),
        volumes(),
        ownVolumes(),
        networks(),
        withImages ? images() : List.of(),
        directory(),
        kept);
  }

  private static Item item(Holder holder) {
    return Item.of(
        holder.id(), holder.name(), "it is one of its containers", Optional.of(holder.created()));
  }

  private List<Item> volumes() {
    List<Item> volumes = new ArrayList<>();
    for (Volume volume : index.volumes(owner)) {
      if (index.othersUse(volume, owner)) {
        keep("volume " + volume.name(), "another's container has it too");
      } else {
        String name = volume.name();
        volumes.add(Item.of(name, name, "its label names the project", volume.created()));
      }
    }
    return sorted(volumes);
  }

  /** Those without a label that nobody else has; the engine removes them with their container. */
  private List<Item> ownVolumes() {
    List<String> named = index.volumes(owner).stream().map(Volume::name).toList();
    return index.holders(owner).stream()
        .flatMap(holder -> holder.volumes().stream())
        .filter(name -> UNNAMED.matcher(name).matches() && !named.contains(name))
        .filter(name -> !index.othersUseVolume(name, owner))
        .distinct()
        .sorted()
        .map(name -> Item.of(name, name, "it was made for its container", Optional.empty()))
        .toList();
  }

  private List<Item> networks() {
    List<Item> networks = new ArrayList<>();
    for (Network network : index.networks(owner)) {
      if (index.othersUse(network, owner)) {
        keep("network " + network.name(), "another's container is connected to it");
      } else {
        networks.add(
            Item.of(
                network.id(), network.name(), "its label names the project", network.created()));
      }
    }
    return sorted(networks);
  }

  private List<Item> images() {
    return index.holders(owner).stream()
        .map(Holder::image)
        .distinct()
        .sorted()
        .filter(image -> !index.othersUseImage(image, owner))
        .map(image -> Item.of(image, image, "no other container was made of it", Optional.empty()))
        .toList();
  }

  private Optional<Item> directory() {
    Map<String, Directory> named =
        index.holders(owner).stream()
            .flatMap(holder -> Label.ROOT.of(holder.labels()).stream())
            .distinct()
            .collect(Collectors.toMap(Function.identity(), this::at, (a, _) -> a, TreeMap::new));
    if (named.size() > 1) {
      keep("directories " + String.join(" and ", named.keySet()), "its containers name several");
      return Optional.empty();
    }
    return named.entrySet().stream()
        .findFirst()
        .flatMap(it -> directory(it.getKey(), it.getValue()));
  }

  private Directory at(String hostPath) {
    return directories.getOrDefault(
        hostPath, new Directory.OutOfBounds("was named only a moment ago"));
  }

  private Optional<Item> directory(String hostPath, Directory directory) {
    return switch (directory) {
      case Directory.Missing() -> Optional.empty();
      case Directory.OutOfBounds(String reason) -> {
        keep("directory " + hostPath, "it " + reason);
        yield Optional.empty();
      }
      case Directory.Found(Path path) -> {
        Optional<String> other = claims.otherThan(owner, hostPath, path);
        other.ifPresent(it -> keep("directory " + hostPath, it + " names it or a part of it too"));
        yield other.isPresent()
            ? Optional.empty()
            : Optional.of(
                Item.of(path.toString(), hostPath, "its label names it", Optional.empty()));
      }
    };
  }

  private void keep(String what, String why) {
    kept.add("%s stays: %s".formatted(what, why));
  }

  private static List<Item> sorted(List<Item> items) {
    return items.stream().sorted(Comparator.comparing(Item::name)).toList();
  }
}
