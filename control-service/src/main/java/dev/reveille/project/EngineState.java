package dev.reveille.project;

import java.time.Instant;

/** Whether the engine answered when it was last asked. */
public sealed interface EngineState {
  /** Not asked yet. */
  record Unknown() implements EngineState {}

  record Reachable() implements EngineState {}

  /**
   * It did not answer.
   *
   * @param since when it first did not answer
   * @param reason what was tried, and what came of it
   */
  record Unreachable(Instant since, String reason) implements EngineState {}
}
