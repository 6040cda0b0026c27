package dev.reveille.store;

import java.util.UUID;

/**
 * A control service that holds the state directory's lock, or would like to.
 *
 * @param id new for each instance
 * @param started when the process began, by its kernel's own account; process numbers are used
 *     again
 */
record Holder(String id, Machine machine, long process, String started) {
  /** A new one in this process. */
  static Holder here() {
    ProcessHandle current = ProcessHandle.current();
    String id = UUID.randomUUID().toString();
    return new Holder(id, Machine.current(), current.pid(), started(current));
  }

  /**
   * Whether it has certainly ended. Process numbers can be compared only by who sees the same
   * processes: containers have their own, and two of them the same host name.
   */
  boolean hasEnded(Holder seenBy) {
    if (machine.kernel().isEmpty() || !machine.equals(seenBy.machine)) {
      return false;
    }
    return ProcessHandle.of(process)
        .filter(ProcessHandle::isAlive)
        .map(alive -> !started(alive).equals(started))
        .orElse(true);
  }

  @Override
  public String toString() {
    return "process %d on %s".formatted(process, machine.name());
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Object::toString).orElse("");
  }
}
