package dev.reveille.reap;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of removals as {@code removals.json} has it; times as {@code
 * 2026-01-31T12:00:00Z}.
 *
 * @param containers how many there were
 * @param projects how many containers each had
 * @param announced by project
 * @param orphans by path: when it was announced
 * @param begun by project or path
 */
record StoredRemovals(
    int format,
    StoredSighting containers,
    Map<String, StoredSighting> projects,
    Map<String, StoredAnnouncement> announced,
    Map<String, String> orphans,
    Map<String, StoredBegun> begun) {
  static final int FORMAT = 1;

  record StoredSighting(int number, @Nullable String fewerSince) {
    static StoredSighting of(Sighting sighting) {
      return new StoredSighting(
          sighting.containers(), sighting.fewerSince().map(Instant::toString).orElse(null));
    }

    Sighting sighting() {
      return new Sighting(number, Optional.ofNullable(fewerSince).map(Instant::parse));
    }
  }

  record StoredAnnouncement(String at, StoredScope what) {
    static StoredAnnouncement of(Memory.Announcement announcement) {
      return new StoredAnnouncement(
          announcement.at().toString(), StoredScope.of(announcement.what()));
    }

    Memory.Announcement announcement() {
      return new Memory.Announcement(Instant.parse(at), what.scope());
    }
  }

  record StoredBegun(
      String at,
      String reason,
      StoredScope what,
      @Nullable String hostPath,
      String aside,
      boolean isAside) {
    static StoredBegun of(Memory.Begun begun) {
      return new StoredBegun(
          begun.at().toString(),
          begun.reason(),
          StoredScope.of(begun.what()),
          begun.hostPath().orElse(null),
          begun.aside(),
          begun.isAside());
    }

    Memory.Begun begun() {
      return new Memory.Begun(
          Instant.parse(at),
          Objects.requireNonNull(reason),
          what.scope(),
          Optional.ofNullable(hostPath),
          Objects.requireNonNull(aside),
          isAside);
    }
  }

  record StoredScope(
      String owner,
      List<String> containers,
      List<String> volumes,
      List<String> networks,
      List<String> images,
      @Nullable String directory) {
    static StoredScope of(Scope scope) {
      return new StoredScope(
          scope.owner(),
          List.copyOf(scope.containers()),
          List.copyOf(scope.volumes()),
          List.copyOf(scope.networks()),
          List.copyOf(scope.images()),
          scope.directory().orElse(null));
    }

    Scope scope() {
      return new Scope(
          Objects.requireNonNull(owner),
          new TreeSet<>(containers),
          new TreeSet<>(volumes),
          new TreeSet<>(networks),
          new TreeSet<>(images),
          Optional.ofNullable(directory));
    }
  }

  static StoredRemovals of(Memory memory) {
    return new StoredRemovals(
        FORMAT,
        StoredSighting.of(memory.all()),
        mapped(memory.byProject(), StoredSighting::of),
        mapped(memory.announced(), StoredAnnouncement::of),
        mapped(memory.orphans(), Instant::toString),
        mapped(memory.begun(), StoredBegun::of));
  }

  /** Fails with an exception of its parts where one is missing or makes no sense. */
  Memory memory() {
    return new Memory(
        containers.sighting(),
        mapped(projects, StoredSighting::sighting),
        mapped(announced, StoredAnnouncement::announcement),
        mapped(orphans, Instant::parse),
        mapped(begun, StoredBegun::begun));
  }

  private static <V, W> Map<String, W> mapped(Map<String, V> map, Function<V, W> change) {
    Map<String, W> mapped = new TreeMap<>();
    map.forEach((key, value) -> mapped.put(key, change.apply(value)));
    return mapped;
  }
}
