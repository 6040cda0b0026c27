package dev.reveille.reap;

/** Hears how putting projects to sleep ends. */
@FunctionalInterface
public interface SleepListener {
  /** Called once for each try, on its thread. */
  void ended(SleepEnd end);
}
