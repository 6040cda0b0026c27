package dev.reveille.wake;

import dev.reveille.project.Container.Status;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import java.time.Duration;
import java.util.List;

/**
 * A wake is over.
 *
 * @param outcome of all services that visitors come for; one that is not ready goes before those
 *     that are
 * @param steps in the order in which each service went through them
 */
public record WakeEnd(
    String project, Kind kind, Duration took, WakeOutcome outcome, List<StepTime> steps) {
  public WakeEnd {
    steps = List.copyOf(steps);
  }

  /** What the project was woken from. */
  public enum Kind {
    /** It was stopped, or never started. */
    COLD,
    /** It was paused. */
    PAUSED,
    /** It ran already, but was not known to answer. */
    RUNNING,
    /** Somebody else started it, and nobody visited it: it was only watched. */
    ADOPTED
  }

  /** By what the engine had when the wake began. */
  static Kind kind(Project before) {
    List<Status> statuses =
        before.members().stream()
            .filter(Member::claimsHosts)
            .map(member -> member.container().status())
            .toList();
    if (statuses.stream().allMatch(Status.RUNNING::equals)) {
      return Kind.RUNNING;
    }
    return statuses.stream().allMatch(it -> it == Status.PAUSED || it == Status.RUNNING)
        ? Kind.PAUSED
        : Kind.COLD;
  }
}
