package dev.reveille.api;

import dev.reveille.wake.WakeOutcome;

/** A wake that failed, as visitors are told of it: without log lines. */
final class WakeProblem {
  private WakeProblem() {}

  static ProblemDocument of(WakeOutcome outcome, String host, String project) {
    return switch (outcome) {
      case WakeOutcome.Ready() -> throw new IllegalArgumentException("a wake that is ready");
      case WakeOutcome.Failed failed ->
          ProblemDocument.of(ProblemType.WAKE_FAILED, failed.reason(), host, project);
      case WakeOutcome.NotReadyInTime(var reason) ->
          ProblemDocument.of(ProblemType.NOT_READY_IN_TIME, reason, host, project);
      case WakeOutcome.EngineGone(_) ->
          ProblemDocument.of(
              ProblemType.ENGINE_UNREACHABLE,
              "the project can't be started until the engine answers again",
              host,
              project);
    };
  }
}
