package dev.reveille.reap;

import dev.reveille.project.Container;
import dev.reveille.project.EngineStock;
import dev.reveille.project.EngineStock.Holder;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who runs, is in use, permanent, or dangling.
 *
 * @param projects by name
 */
public record Stats(List<OfProject> projects) {
  public Stats {
    projects = List.copyOf(projects);
  }

  /**
   * One project.
   *
   * @param created when the oldest of its containers was made; empty for one that is just being
   *     removed
   * @param status of the container that visitors come for, in the engine's words: {@code Up
   *     (healthy)}, {@code Exited}
   * @param active used within its idle time; without one, whether it runs
   * @param dangling not used for the dangling timeout, whether it may be removed or not
   */
  public record OfProject(
      String name,
      Optional<Instant> created,
      String status,
      boolean running,
      boolean active,
      boolean permanent,
      boolean dangling) {}

  /**
   * From when on a project is no longer active, and dangling; zero is never.
   *
   * @param idle {@code PROJECT_INACTIVITY_TIMEOUT}
   * @param dangling {@code PROJECT_DANGLING_TIMEOUT}
   */
  public record Limits(Duration idle, Duration dangling) {}

  static Stats of(
      Projects projects, EngineStock stock, Map<String, LastUse> uses, Limits limits, Instant now) {
    Map<String, Instant> made =
        stock.holders().stream().collect(Collectors.toMap(Holder::id, Holder::created));
    return new Stats(
        projects.all().stream()
            .map(
                project -> {
                  LastUse use = uses.getOrDefault(project.name(), LastUse.UNKNOWN);
                  return of(project, oldest(project, made), use, limits, now);
                })
            .toList());
  }

  private static Optional<Instant> oldest(Project project, Map<String, Instant> made) {
    return project.members().stream()
        .flatMap(member -> Stream.ofNullable(made.get(member.id())))
        .min(Comparator.naturalOrder());
  }

  private static OfProject of(
      Project project, Optional<Instant> created, LastUse use, Limits limits, Instant now) {
    boolean running = project.isRunning();
    boolean recent = use.open() > 0 || !isUnusedFor(limits.idle(), use, now);
    return new OfProject(
        project.name(),
        created,
        status(project),
        running,
        limits.idle().isZero() ? running : recent,
        project.members().stream().anyMatch(member -> member.removal().permanent()),
        !limits.dangling().isZero()
            && use.known()
            && use.open() == 0
            && isUnusedFor(limits.dangling(), use, now));
  }

  /** Of one that runs, where there are several. */
  private static String status(Project project) {
    Comparator<Member> visited = Comparator.comparing(Member::claimsHosts);
    return project.members().stream()
        .max(visited.thenComparing(member -> member.container().isRunning()))
        .map(member -> status(member.container()))
        .orElse("");
  }

  private static String status(Container container) {
    return switch (container.status()) {
      case RUNNING -> "Up" + health(container.health());
      case PAUSED -> "Up (Paused)";
      case CREATED -> "Created";
      case RESTARTING -> "Restarting";
      case REMOVING -> "Removal In Progress";
      case EXITED -> "Exited";
      case DEAD -> "Dead";
    };
  }

  private static String health(Container.Health health) {
    return switch (health) {
      case NONE -> "";
      case STARTING -> " (health: starting)";
      case HEALTHY -> " (healthy)";
      case UNHEALTHY -> " (unhealthy)";
    };
  }

  private static boolean isUnusedFor(Duration limit, LastUse use, Instant now) {
    return !use.last().plus(limit).isAfter(now);
  }

  /** For the log: a line for each project, and a summary. */
  public List<String> lines() {
    Stream<String> each =
        projects.stream()
            .map(
                it ->
                    "Stats project=%s running=%d active=%d permanent=%d dangling=%d"
                        .formatted(
                            it.name(),
                            number(it.running()),
                            number(it.active()),
                            number(it.permanent()),
                            number(it.dangling())));
    String summary =
        "Stats summary total=%d running=%d active=%d permanent=%d dangling=%d"
            .formatted(
                projects.size(),
                count(OfProject::running),
                count(OfProject::active),
                count(OfProject::permanent),
                count(OfProject::dangling));
    return Stream.concat(each, Stream.of(summary)).toList();
  }

  public long count(Predicate<OfProject> which) {
    return projects.stream().filter(which).count();
  }

  private static int number(boolean is) {
    return is ? 1 : 0;
  }
}
