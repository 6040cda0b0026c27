package dev.reveille.project;

import java.time.Instant;
import java.util.Optional;

/**
 * What only an inspection tells of a container.
 *
 * @param container the same facts as in the list, read at this moment
 * @param exitCode of its last run; 0 also for one that never ran
 * @param startedAt when it was last started, by whomever; empty for one that never ran
 * @param restartCount how often the engine restarted it by itself since it was last started
 * @param hasHealthcheck whether a HEALTHCHECK is configured
 * @param healthOutput what the last health probe printed, where there was one
 */
public record ContainerDetail(
    Container container,
    int exitCode,
    Optional<Instant> startedAt,
    int restartCount,
    boolean hasHealthcheck,
    Optional<String> healthOutput) {

  /** Whether it was ever started. */
  public boolean everRan() {
    return startedAt.isPresent();
  }

  /** Ran to its end, and well. */
  public boolean hasCompleted() {
    return container.status() == Container.Status.EXITED && everRan() && exitCode == 0;
  }
}
