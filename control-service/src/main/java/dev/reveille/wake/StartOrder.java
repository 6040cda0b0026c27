package dev.reveille.wake;

import dev.reveille.project.Dependency;
import dev.reveille.project.Dependency.Condition;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Which services of a project go before which; pure.
 *
 * <p>Where Compose wrote no {@code depends_on} label at all (older ones), nothing is ordered, and
 * any service may need any other.
 */
final class StartOrder {
  private final Map<String, List<Dependency>> dependencies = new LinkedHashMap<>();
  private final boolean ordered;

  private StartOrder(Project project) {
    this.ordered =
        project.members().size() == 1 || project.members().stream().anyMatch(Member::ordered);
    for (Member member : project.members()) {
      dependencies.putIfAbsent(member.service(), member.dependencies());
    }
  }

  static StartOrder of(Project project) {
    return new StartOrder(project);
  }

  /**
   * Whether dependencies are known; if not, what ends because another is missing is started again.
   */
  boolean isOrdered() {
    return ordered;
  }

  /** What goes before a service; a service without containers is left out unless it is required. */
  List<Dependency> before(String service) {
    return dependencies.getOrDefault(service, List.of()).stream()
        .filter(dependency -> dependencies.containsKey(dependency.service()))
        .toList();
  }

  /** A required service that has no container, if any. */
  Optional<String> missing(String service) {
    return dependencies.getOrDefault(service, List.of()).stream()
        .filter(dependency -> dependency.required().orElse(false))
        .map(Dependency::service)
        .filter(name -> !dependencies.containsKey(name))
        .findFirst();
  }

  /** Whether another service waits for this one under the condition. */
  boolean isAwaited(String service, Condition condition) {
    return dependencies.values().stream()
        .flatMap(List::stream)
        .anyMatch(each -> each.service().equals(service) && each.condition() == condition);
  }

  /** The services that can't become ready without this one, itself among them. */
  Set<String> needing(String service) {
    if (!ordered) {
      return dependencies.keySet();
    }
    Set<String> needing = new HashSet<>(Set.of(service));
    boolean grew = true;
    while (grew) {
      grew = false;
      for (var entry : dependencies.entrySet()) {
        boolean needs =
            entry.getValue().stream()
                .anyMatch(each -> !each.isOptional() && needing.contains(each.service()));
        grew |= needs && needing.add(entry.getKey());
      }
    }
    return needing;
  }

  /** Services that wait for each other in a circle, {@code [a, b, a]}, if there are any. */
  Optional<List<String>> cycle() {
    Map<String, Boolean> finished = new HashMap<>();
    for (String service : dependencies.keySet()) {
      Optional<List<String>> found = cycleFrom(service, new LinkedHashSet<>(), finished);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<List<String>> cycleFrom(
      String service, SequencedSet<String> path, Map<String, Boolean> finished) {
    if (finished.containsKey(service)) {
      return Optional.empty();
    }
    if (!path.add(service)) {
      List<String> circle = new ArrayList<>(path);
      circle = new ArrayList<>(circle.subList(circle.indexOf(service), circle.size()));
      circle.add(service);
      return Optional.of(circle);
    }
    for (Dependency dependency : before(service)) {
      Optional<List<String>> found = cycleFrom(dependency.service(), path, finished);
      if (found.isPresent()) {
        return found;
      }
    }
    path.remove(service);
    finished.put(service, true);
    return Optional.empty();
  }
}
