package dev.reveille.wake;

import dev.reveille.concurrent.Turns;
import dev.reveille.project.Container.Health;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import dev.reveille.route.ReadyContainers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows what others start and stop: a container that somebody started by hand gets its route as
 * soon as it answers, and one that stopped loses it.
 *
 * <p>What runs already when the service starts is taken at the engine's word, so that a restart of
 * the service never takes a route away.
 */
public final class Adoption {
  private final Wakes wakes;
  private final ReadyContainers ready;
  private final Turns turns;
  private final Set<String> tried = new HashSet<>();
  private boolean seenBefore;

  public Adoption(Wakes wakes, ReadyContainers ready, Turns turns) {
    this.wakes = wakes;
    this.ready = ready;
    this.turns = turns;
  }

  /** Called with each snapshot, by one thread. */
  public void see(Projects now) {
    Set<String> running = running(now).stream().map(Member::id).collect(Collectors.toSet());
    ready.retain(running);
    tried.retainAll(running);
    wakes.keepOnly(now.all().stream().map(Project::name).collect(Collectors.toSet()));
    if (!seenBefore) {
      seenBefore = true;
      trust(now);
    }
    now.all().forEach(this::adoptNew);
  }

  private void trust(Projects now) {
    ready.add(
        running(now).stream()
            .filter(member -> member.container().health() != Health.STARTING)
            .map(Member::id)
            .toList());
  }

  private void adoptNew(Project project) {
    if (turns.isTaken(project.name()) || wakes.current(project.name()).isPresent()) {
      return;
    }
    for (Member member : project.members()) {
      boolean unknown =
          member.claimsHosts() && member.container().isRunning() && !ready.contains(member.id());
      if (unknown && tried.add(member.id())) {
        wakes.adopt(project, member);
      }
    }
  }

  private static List<Member> running(Projects now) {
    return now.all().stream()
        .flatMap(project -> project.members().stream())
        .filter(member -> member.claimsHosts() && member.container().isRunning())
        .toList();
  }
}
