package dev.reveille.reap;

/** How putting a project to sleep ended. */
public sealed interface SleepOutcome {
  /** It sleeps. */
  record Asleep() implements SleepOutcome {}

  /**
   * It stays as it is, or was woken again.
   *
   * @param reason for people: {@code 2 requests are open}
   */
  record Awake(String reason) implements SleepOutcome {}

  /** The engine did not do it; a visit wakes what was stopped. */
  record Failed(String reason) implements SleepOutcome {}
}
