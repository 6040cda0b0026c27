package dev.reveille.reap;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What would be removed, when, and why; and why the rest stays.
 *
 * @param refused why there is no plan at all, where there is none; the lists are empty then
 * @param projects by name
 * @param orphans directories in {@code PROJECTS_DIR} that nobody names, by name
 */
public record RemovalPlan(
    Instant at, Optional<String> refused, List<OfProject> projects, List<OfOrphan> orphans) {
  public RemovalPlan {
    projects = List.copyOf(projects);
    orphans = List.copyOf(orphans);
  }

  static RemovalPlan refused(Instant at, String reason) {
    return new RemovalPlan(at, Optional.of(reason), List.of(), List.of());
  }

  /** What is done about something. */
  public enum Action {
    /** Nothing. */
    KEEP,
    /** Its removal is announced, or has been and waits for its time. */
    ANNOUNCE,
    /** It is removed. */
    REMOVE
  }

  /**
   * What is done about a project.
   *
   * @param reason a sentence without a full stop
   * @param due when it can be removed at the earliest, if nobody uses it until then; empty where
   *     that is not known
   * @param announced when its removal was announced, where it was
   * @param owner {@link Owner#key}
   * @param belongings what goes with it; none where it is kept
   */
  public record OfProject(
      String project,
      Action action,
      String reason,
      Optional<Instant> due,
      Optional<Instant> announced,
      String owner,
      Belongings belongings) {
    Scope scope() {
      return belongings.scope(owner);
    }

    OfProject with(Belongings sized) {
      return new OfProject(project, action, reason, due, announced, owner, sized);
    }

    /** Whether the same is done to the same things. */
    boolean isLike(OfProject other) {
      return project.equals(other.project)
          && action == other.action
          && announced.equals(other.announced)
          && scope().equals(other.scope());
    }
  }

  /**
   * What is done about a directory that nobody names.
   *
   * @param due when it can be removed at the earliest; empty where it is only told of
   */
  public record OfOrphan(
      Path path,
      Action action,
      String reason,
      Optional<Instant> due,
      Instant changed,
      OptionalLong bytes) {
    OfOrphan with(OptionalLong size) {
      return new OfOrphan(path, action, reason, due, changed, size);
    }
  }

  public Optional<OfProject> of(String project) {
    return projects.stream().filter(it -> it.project().equals(project)).findFirst();
  }

  public Optional<OfOrphan> of(Path orphan) {
    return orphans.stream().filter(it -> it.path().equals(orphan)).findFirst();
  }
}
