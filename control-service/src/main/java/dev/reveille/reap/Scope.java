package dev.reveille.reap;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a removal may touch, and nothing else.
 *
 * @param owner who owns it, {@link Owner#key}
 * @param containers their ids
 * @param volumes their names, of those that carry the project's label
 * @param networks their ids
 * @param images their ids
 * @param directory the canonical path, {@code /projects/shop}
 */
record Scope(
    String owner,
    SortedSet<String> containers,
    SortedSet<String> volumes,
    SortedSet<String> networks,
    SortedSet<String> images,
    Optional<String> directory) {
  Scope {
    containers = new TreeSet<>(containers);
    volumes = new TreeSet<>(volumes);
    networks = new TreeSet<>(networks);
    images = new TreeSet<>(images);
  }

  /** Whether another scope goes no further than this one. */
  boolean covers(Scope other) {
    return owner.equals(other.owner)
        && containers.containsAll(other.containers)
        && volumes.containsAll(other.volumes)
        && networks.containsAll(other.networks)
        && images.containsAll(other.images)
        && (other.directory.isEmpty() || other.directory.equals(directory));
  }
}
