package dev.reveille.project;

import java.util.List;

/**
 * The container engine, limited to the containers that {@code CONTAINER_FILTER} lets exist for us.
 *
 * <p>All calls block for a limited time; they throw {@link EngineUnreachable} when the engine did
 * not answer and {@link EngineRefused} when it answered no. Safe for use by many threads.
 */
public interface ContainerEngine {
  /** Every container, running or not, in no particular order. */
  List<Container> list();

  /** What the engine knows of one container. */
  ContainerDetail inspect(String id);

  /** Starts a stopped container; nothing happens where it runs already. */
  void start(String id);

  /** Continues a paused container. */
  void unpause(String id);

  /** Stops a container with its own stop signal and time-out, and starts it again. */
  void restart(String id);

  /** The last lines that a container printed to stdout and stderr, oldest first. */
  List<String> lastLogLines(String id, int lines);

  /**
   * Calls the listener after whatever may have changed a container, until the subscription is
   * closed.
   *
   * <p>An event says "look again" and no more. The listener is also called after the stream of
   * events was connected again, because events may have been missed. It must return quickly.
   */
  AutoCloseable watch(Runnable somethingChanged);
}
