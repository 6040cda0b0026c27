package dev.reveille.reap;

import dev.reveille.project.Container;
import dev.reveille.project.Projects;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What must not be forgotten about removals.
 *
 * @param all the containers at the last good look, without those of removals that have begun
 * @param byProject those of each project
 * @param announced by project
 * @param orphans when the removal of a directory was announced, by path
 * @param begun removals that have begun and were not ended, by project
 */
record Memory(
    Sighting all,
    Map<String, Sighting> byProject,
    Map<String, Announcement> announced,
    Map<String, Instant> orphans,
    Map<String, Begun> begun) {
  static final Memory NONE = new Memory(Sighting.NONE, Map.of(), Map.of(), Map.of(), Map.of());

  Memory {
    byProject = Map.copyOf(byProject);
    announced = Map.copyOf(announced);
    orphans = Map.copyOf(orphans);
    begun = Map.copyOf(begun);
  }

  /**
   * A removal that was announced.
   *
   * @param what may be removed once it is due; more than that is announced again
   */
  record Announcement(Instant at, Scope what) {}

  /**
   * A removal that is being carried out.
   *
   * @param reason for the audit
   * @param hostPath as a label names the directory; empty for a directory that nobody names
   * @param aside the name that the directory gets before it is removed
   * @param isAside whether it has that name already, and what has the old one is another
   */
  record Begun(
      Instant at,
      String reason,
      Scope what,
      Optional<String> hostPath,
      String aside,
      boolean isAside) {
    Begun setAside() {
      return new Begun(at, reason, what, hostPath, aside, true);
    }
  }

  /** After a look at the engine that it answered. */
  Memory after(List<Container> containers, Projects projects, Instant now) {
    Map<String, Integer> counts = new TreeMap<>();
    byProject.keySet().forEach(name -> counts.put(name, 0)); // those that have vanished
    projects.all().forEach(project -> counts.put(project.name(), project.members().size()));
    Map<String, Sighting> sightings = new TreeMap<>();
    counts.forEach((name, number) -> sightings.put(name, sighting(name, number, now)));
    sightings.values().removeIf(sighting -> sighting.containers() == 0);
    Sighting whole = all.afterAll(countOthers(containers), now);
    if (whole.isDoubtful()) {
      return new Memory(whole, byProject, announced, orphans, begun);
    }
    return new Memory(whole, sightings, announced, orphans, begun);
  }

  Memory with(String project, Announcement announcement) {
    return new Memory(all, byProject, put(announced, project, announcement), orphans, begun);
  }

  Memory withOrphan(String path, Instant at) {
    return new Memory(all, byProject, announced, put(orphans, path, at), begun);
  }

  Memory withoutOrphan(String path) {
    return new Memory(all, byProject, announced, without(orphans, path), begun);
  }

  Memory withoutAnnouncement(String project) {
    return new Memory(all, byProject, without(announced, project), orphans, begun);
  }

  /** A removal begins; from now on, nobody misses what it removes. */
  Memory withBegun(String project, Begun removal) {
    Sighting others = all.without(removal.what().containers().size());
    return new Memory(others, byProject, announced, orphans, put(begun, project, removal));
  }

  /** A removal that has begun has set its directory aside. */
  Memory withAside(String project) {
    Begun removal = Objects.requireNonNull(begun.get(project)).setAside();
    return new Memory(all, byProject, announced, orphans, put(begun, project, removal));
  }

  /** A removal that has begun is over. */
  Memory ended(String project) {
    return new Memory(
        all,
        without(byProject, project),
        without(announced, project),
        orphans,
        without(begun, project));
  }

  private int countOthers(List<Container> containers) {
    return (int) containers.stream().filter(container -> !isBeingRemoved(container.id())).count();
  }

  private boolean isBeingRemoved(String container) {
    return begun.values().stream().anyMatch(it -> it.what().containers().contains(container));
  }

  private Sighting sighting(String project, int count, Instant now) {
    return byProject.getOrDefault(project, Sighting.NONE).afterProject(count, now);
  }

  private static <V> Map<String, V> put(Map<String, V> map, String key, V value) {
    Map<String, V> more = new TreeMap<>(map);
    more.put(key, value);
    return more;
  }

  private static <V> Map<String, V> without(Map<String, V> map, String key) {
    return map.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(key))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
