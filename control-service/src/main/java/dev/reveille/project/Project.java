package dev.reveille.project;

import java.util.Comparator;
import java.util.List;
import java.util.SequencedCollection;
import java.util.TreeSet;

/**
 * Containers that sleep and wake together: a Compose project, or one standalone container. At least
 * one of them has a host label.
 *
 * @param name Compose's project name, or the container's name; unique
 * @param members by service, then by container name
 */
public record Project(String name, List<Member> members) {
  public Project {
    members =
        members.stream()
            .sorted(Comparator.comparing(Member::service).thenComparing(Member::name))
            .toList();
  }

  /** The services that have containers, in the order of their names. */
  public SequencedCollection<String> services() {
    return members.stream()
        .map(Member::service)
        .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
  }

  public List<Member> membersOf(String service) {
    return members.stream().filter(member -> member.service().equals(service)).toList();
  }

  public boolean isRunning() {
    return members.stream().filter(Member::claimsHosts).anyMatch(m -> m.container().isRunning());
  }
}
