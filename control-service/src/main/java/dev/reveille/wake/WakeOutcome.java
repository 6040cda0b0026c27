package dev.reveille.wake;

import java.util.List;
import java.util.OptionalInt;

/** How a wake ended for one service. */
public sealed interface WakeOutcome {
  /** It answers. */
  record Ready() implements WakeOutcome {}

  /**
   * A container can't be started, or ended while it was starting.
   *
   * @param reason names the container, {@code container shop-web-1 exited with 3}; shown to
   *     visitors
   * @param container the container's name
   * @param exitCode where it ran and ended
   * @param logLines the last lines that it printed; shown to administrators only
   */
  record Failed(String reason, String container, OptionalInt exitCode, List<String> logLines)
      implements WakeOutcome {
    public Failed {
      logLines = List.copyOf(logLines);
    }
  }

  /**
   * The time was over before it answered.
   *
   * @param reason what was waited for, {@code container shop-web-1 does not accept connections on
   *     port 80}
   */
  record NotReadyInTime(String reason) implements WakeOutcome {}

  /** The engine did not answer when a container was to be started. */
  record EngineGone(String reason) implements WakeOutcome {}
}
