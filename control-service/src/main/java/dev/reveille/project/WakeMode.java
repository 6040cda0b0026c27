package dev.reveille.project;

/** What a visitor gets while a project wakes. */
public enum WakeMode {
  /** Held; a browser that waits for longer than the patience gets the loading page. */
  AUTO,
  /** The loading page at once, for everyone. */
  PAGE,
  /** Held until it is ready, for everyone. */
  HOLD,
  /** Visits do not wake it. */
  OFF
}
