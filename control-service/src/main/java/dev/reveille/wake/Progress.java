package dev.reveille.wake;

import java.util.List;

/**
 * How far a wake is.
 *
 * @param queuePosition 1 for the next one to begin; 0 once it has begun
 * @param steps one for each service, by name
 */
public record Progress(int queuePosition, List<Step> steps) {
  public Progress {
    steps = List.copyOf(steps);
  }

  public boolean isQueued() {
    return queuePosition > 0;
  }
}
