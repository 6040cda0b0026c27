package dev.reveille.wake;

import dev.reveille.project.Project;

/** What happens to a project's networks when it wakes. */
public interface WakingNetworks {
  /** They are as they have to be, and reached from here. */
  WakingNetworks UNTOUCHED =
      new WakingNetworks() {
        @Override
        public void prepare(Project project) {
          // nothing to make
        }

        @Override
        public void join(Project project) {
          // nothing to join
        }
      };

  /**
   * Its containers are about to be started: what was removed is made again.
   *
   * @throws dev.reveille.project.EngineException when the engine did not do what it was asked
   */
  void prepare(Project project);

  /**
   * Some of its containers run, and are about to be reached.
   *
   * @throws dev.reveille.project.EngineException when the engine did not do what it was asked
   */
  void join(Project project);
}
