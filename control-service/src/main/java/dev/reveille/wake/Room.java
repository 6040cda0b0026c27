package dev.reveille.wake;

import dev.reveille.project.Project;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Whether one more project may run. */
public interface Room {
  /** As many as come. */
  Room UNLIMITED =
      new Room() {
        @Override
        public Optional<String> await(Project project, Duration limit, IntConsumer position) {
          return Optional.empty();
        }

        @Override
        public void leave(Project project) {
          // nothing is counted
        }
      };

  /**
   * Waits until the project may run, on the calling thread, and counts it from then on.
   *
   * @param position is told how many wakes go before this one, itself included
   * @return empty when it may; else why there was no room in all that time, for visitors
   */
  Optional<String> await(Project project, Duration limit, IntConsumer position)
      throws InterruptedException;

  /** Its wake is over: from now on it counts if it runs. */
  void leave(Project project);
}
