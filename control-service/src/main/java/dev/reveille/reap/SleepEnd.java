package dev.reveille.reap;

/** Putting a project to sleep has ended in some way. */
public record SleepEnd(String project, Reason reason, SleepOutcome outcome) {
  /** Why it was to sleep. */
  public enum Reason {
    /** Nobody had used it for its idle time. */
    IDLE,
    /** It had been paused for long enough to be stopped. */
    PAUSE_OVER,
    /** Another project needed room. */
    ROOM,
    /** An administrator said so. */
    ADMINISTRATOR
  }
}
