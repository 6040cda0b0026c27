package dev.reveille.reap;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is going to be put to sleep, and when, and why the rest is not: a pure value.
 *
 * @param projects by name; those that sleep as deep as they will are left out
 */
public record SleepPlan(List<Planned> projects) {
  public SleepPlan {
    projects = List.copyOf(projects);
  }

  /** What happens to a project. */
  public enum Action {
    /** It goes on as it is. */
    STAYS,
    /** It is put to sleep now. */
    SLEEPS,
    /** It is paused, and is stopped now. */
    STOPS
  }

  /**
   * One project.
   *
   * @param due when it sleeps if nobody uses it until then; empty while something else keeps it
   *     awake
   * @param reason for people: {@code 2 requests are open}
   */
  public record Planned(String project, Action action, Optional<Instant> due, String reason) {}

  /** What is to be done now, the least recently used first. */
  public List<Planned> now() {
    return projects.stream()
        .filter(planned -> planned.action() != Action.STAYS)
        .sorted(java.util.Comparator.comparing(planned -> planned.due().orElse(Instant.EPOCH)))
        .toList();
  }

  public Optional<Planned> of(String project) {
    return projects.stream().filter(planned -> planned.project().equals(project)).findFirst();
  }
}
