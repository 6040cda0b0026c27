package dev.reveille.wake;

/** How far one service of a waking project is. */
public record Step(String service, State state) {
  /** In the order in which a service goes through them; some are passed over. */
  public enum State {
    WAITING,
    STARTING,
    STARTED,
    HEALTHY,
    COMPLETED,
    READY,
    FAILED
  }
}
