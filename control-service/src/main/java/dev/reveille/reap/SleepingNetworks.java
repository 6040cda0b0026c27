package dev.reveille.reap;

import dev.reveille.project.Project;

/** What happens to a project's networks when it sleeps. */
@FunctionalInterface
public interface SleepingNetworks {
  /** They stay as they are. */
  SleepingNetworks UNTOUCHED = _ -> {};

  /**
   * Its containers are stopped.
   *
   * @throws dev.reveille.project.EngineException when the engine did not do what it was asked
   */
  void leave(Project project);
}
