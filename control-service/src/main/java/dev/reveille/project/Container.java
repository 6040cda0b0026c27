package dev.reveille.project;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One container as the engine lists it.
 *
 * @param id the engine's full id
 * @param name without the leading slash, {@code shop-web-1}
 * @param address where its ports are reached, {@code 172.18.0.3} or {@code [fd00::3]}; empty while
 *     it has none, as every stopped container
 * @param exposedPorts TCP ports it exposes; the engine tells them of running containers only
 */
public record Container(
    String id,
    String name,
    Status status,
    Health health,
    Map<String, String> labels,
    Optional<String> address,
    SortedSet<Integer> exposedPorts) {

  public Container {
    labels = Map.copyOf(labels);
    exposedPorts = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(exposedPorts));
  }

  public boolean isRunning() {
    return status == Status.RUNNING;
  }

  /** The engine's own word for what a container does (Docker API: {@code State}). */
  public enum Status {
    CREATED,
    RUNNING,
    PAUSED,
    RESTARTING,
    REMOVING,
    EXITED,
    DEAD
  }

  /** What the container's HEALTHCHECK says; {@code NONE} where it has none or is not running. */
  public enum Health {
    NONE,
    STARTING,
    HEALTHY,
    UNHEALTHY
  }
}
