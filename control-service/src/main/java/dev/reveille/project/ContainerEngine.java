package dev.reveille.project;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

  /**
   * Stops a container with its own stop signal, and waits as long as its own time-out says before
   * it is killed; nothing happens where it is stopped already. A paused one is continued for it.
   */
  void stop(String id);

  /** Freezes a running container; nothing happens where it is paused already. */
  void pause(String id);

  /** Continues a paused container. */
  void unpause(String id);

  /** Stops a container with its own stop signal and time-out, and starts it again. */
  void restart(String id);

  /** The last lines that a container printed to stdout and stderr, oldest first. */
  List<String> lastLogLines(String id, int lines);

  /** When it printed its last line; empty where it printed none, and where none are kept. */
  Optional<Instant> lastLogLine(String id);

  /**
   * How much time processors have spent on it since it was started, all of them together; zero for
   * one that does not run.
   */
  Duration processorTime(String id);

  /** What it takes of the machine now; nothing where it does not run. */
  Consumption consumption(String id);

  /**
   * Whether somebody runs a command in it now, as by {@code docker exec}. The probe of its
   * HEALTHCHECK is none of these.
   */
  boolean runsCommand(String id);

  /**
   * Runs a command in a running container, and waits until it has ended.
   *
   * @param command {@code [/bin/sh, -c, test ! -e /tmp/busy]}
   * @throws CommandTimedOut when it had not ended by then
   */
  CommandResult run(String id, List<String> command, Duration limit);

  /**
   * Calls the listener after whatever may have changed a container, until the subscription is
   * closed.
   *
   * <p>An event says "look again" and no more. The listener is also called after the stream of
   * events was connected again, because events may have been missed. It must return quickly.
   */
  AutoCloseable watch(Runnable somethingChanged);
}
