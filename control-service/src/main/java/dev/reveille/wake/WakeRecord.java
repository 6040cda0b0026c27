package dev.reveille.wake;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The last wake of a project, for administrators.
 *
 * @param begun when it left the queue
 * @param outcomes by the visited services' names
 * @param steps how far each service came
 * @param moments what each service reached when, oldest first
 */
public record WakeRecord(
    Instant begun,
    Duration took,
    Map<String, WakeOutcome> outcomes,
    List<Step> steps,
    List<Moment> moments) {
  public WakeRecord {
    outcomes = Map.copyOf(outcomes);
    steps = List.copyOf(steps);
    moments = List.copyOf(moments);
  }

  Instant ended() {
    return begun.plus(took);
  }
}
