package dev.reveille.wake;

/** Hears how wakes end. */
@FunctionalInterface
public interface WakeListener {
  /** Called once for each wake, on its thread, when nothing of it is left to do. */
  void ended(WakeEnd end);

  /** Tells both, this one first. */
  default WakeListener and(WakeListener other) {
    return end -> {
      ended(end);
      other.ended(end);
    };
  }
}
