package dev.reveille.reap;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What goes with a project when it is removed, each thing by its name.
 *
 * @param ownVolumes volumes without a name, which go with the container they were made for
 * @param kept what stays although it looks like the project's; each a sentence that says why
 */
public record Belongings(
    List<Item> containers,
    List<Item> volumes,
    List<Item> ownVolumes,
    List<Item> networks,
    List<Item> images,
    Optional<Item> directory,
    List<String> kept) {
  public static final Belongings NONE =
      new Belongings(
          List.of(), List.of(), List.of(), List.of(), List.of(), Optional.empty(), List.of());

  public Belongings {
    containers = List.copyOf(containers);
    volumes = List.copyOf(volumes);
    ownVolumes = List.copyOf(ownVolumes);
    networks = List.copyOf(networks);
    images = List.copyOf(images);
    kept = List.copyOf(kept);
  }

  /**
   * One thing.
   *
   * @param id by which it is removed: an id, a volume's name, a canonical path
   * @param reason why it goes, a few words
   * @param since when it was made, as far as is known
   * @param bytes what it takes, as far as is known
   */
  public record Item(
      String id, String name, String reason, Optional<Instant> since, OptionalLong bytes) {
    static Item of(String id, String name, String reason, Optional<Instant> since) {
      return new Item(id, name, reason, since, OptionalLong.empty());
    }

    Item sized(Function<String, OptionalLong> sizes) {
      return new Item(id, name, reason, since, sizes.apply(id));
    }
  }

  /** Those with a name, and those without. */
  public List<Item> allVolumes() {
    return Stream.concat(volumes.stream(), ownVolumes.stream()).toList();
  }

  public Stream<Item> all() {
    return Stream.of(containers, volumes, ownVolumes, networks, images, directory.stream().toList())
        .flatMap(List::stream);
  }

  /** The same with sizes; an image shares layers with others, so that its size is the most. */
  Belongings sized(
      Function<String, OptionalLong> inEngine, Function<String, OptionalLong> inDirectory) {
    return new Belongings(
        sized(containers, inEngine),
        sized(volumes, inEngine),
        sized(ownVolumes, inEngine),
        networks,
        sized(images, inEngine),
        directory.map(item -> item.sized(inDirectory)),
        kept);
  }

  Scope scope(String owner) {
    return new Scope(
        owner, ids(containers), ids(volumes), ids(networks), ids(images), directory.map(Item::id));
  }

  private static List<Item> sized(List<Item> items, Function<String, OptionalLong> sizes) {
    return items.stream().map(item -> item.sized(sizes)).toList();
  }

  private static TreeSet<String> ids(List<Item> items) {
    return items.stream().map(Item::id).collect(Collectors.toCollection(TreeSet::new));
  }
}
