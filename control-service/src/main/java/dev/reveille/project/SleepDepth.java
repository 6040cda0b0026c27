package dev.reveille.project;

/** How deep a project sleeps. */
public enum SleepDepth {
  /** Its containers are stopped: they take no memory, and start anew. */
  STOP,
  /** Its containers are paused: they keep their memory, and go on within milliseconds. */
  PAUSE;

  /**
   * Reads {@code stop} or {@code pause}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static SleepDepth of(String text) {
    return switch (text) {
      case "stop" -> STOP;
      case "pause" -> PAUSE;
      default ->
          throw new IllegalArgumentException("\"%s\" is neither stop nor pause".formatted(text));
    };
  }
}
