package dev.reveille.wake;

import dev.reveille.project.Dependency;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * In which order the containers of a project are stopped: the other way round than they are
 * started; pure.
 */
public final class StopOrder {
  private StopOrder() {}

  /**
   * Those that may be stopped together, one group after the other: nothing that is left needs a
   * container of the group before. Where Compose wrote no dependencies down, what visitors reach
   * goes first.
   */
  public static List<List<Member>> of(Project project) {
    StartOrder order = StartOrder.of(project);
    return order.isOrdered() ? byDependencies(project, order) : visitedFirst(project);
  }

  private static List<List<Member>> byDependencies(Project project, StartOrder order) {
    List<List<Member>> groups = new ArrayList<>();
    Set<String> left = new LinkedHashSet<>(project.services());
    while (!left.isEmpty()) {
      Set<String> needed =
          left.stream()
              .flatMap(service -> order.before(service).stream())
              .map(Dependency::service)
              .collect(Collectors.toSet());
      Set<String> free = new LinkedHashSet<>(left);
      free.removeAll(needed);
      // Services that wait for each other in a circle: whatever is stopped first is needed.
      Set<String> group = free.isEmpty() ? new LinkedHashSet<>(left) : free;
      groups.add(
          project.members().stream().filter(member -> group.contains(member.service())).toList());
      left.removeAll(group);
    }
    return groups;
  }

  private static List<List<Member>> visitedFirst(Project project) {
    var visited =
        project.members().stream().collect(Collectors.partitioningBy(Member::claimsHosts));
    return visited.keySet().stream()
        .sorted(java.util.Comparator.reverseOrder())
        .map(visited::get)
        .filter(group -> !group.isEmpty())
        .toList();
  }
}
