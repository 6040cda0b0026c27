package dev.reveille.reap;

import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
   * @param active used within its idle time; without one, whether it runs
   * @param dangling not used for the dangling timeout, whether it may be removed or not
   */
  public record OfProject(
      String name, boolean running, boolean active, boolean permanent, boolean dangling) {}

  /**
   * From when on a project is no longer active, and dangling; zero is never.
   *
   * @param idle {@code PROJECT_INACTIVITY_TIMEOUT}
   * @param dangling {@code PROJECT_DANGLING_TIMEOUT}
   */
  public record Limits(Duration idle, Duration dangling) {}

  static Stats of(Projects projects, Map<String, LastUse> uses, Limits limits, Instant now) {
    return new Stats(
        projects.all().stream()
            .map(
                project ->
                    of(project, uses.getOrDefault(project.name(), LastUse.UNKNOWN), limits, now))
            .toList());
  }

  private static OfProject of(Project project, LastUse use, Limits limits, Instant now) {
    boolean running = project.isRunning();
    boolean recent = use.open() > 0 || !isUnusedFor(limits.idle(), use, now);
    return new OfProject(
        project.name(),
        running,
        limits.idle().isZero() ? running : recent,
        project.members().stream().anyMatch(member -> member.removal().permanent()),
        !limits.dangling().isZero()
            && use.known()
            && use.open() == 0
            && isUnusedFor(limits.dangling(), use, now));
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
