package dev.reveille.project;

import java.util.Map;

/**
 * What the engine has, and removing it. Nothing is ever forced: what is in use the engine keeps.
 *
 * <p>All calls block for a limited time; they throw {@link EngineUnreachable} when the engine did
 * not answer and {@link EngineRefused} when it answered no. Removing what is not there does
 * nothing. Safe for use by many threads.
 */
public interface EngineDisposal {
  /** All containers, volumes and networks. */
  EngineStock stock();

  /**
   * How many bytes things take, by a container's or image's id and a volume's name; of those that
   * the engine knows. It may take the engine minutes to find out, and the call gives up earlier.
   */
  Map<String, Long> sizes();

  /**
   * Removes a container that is stopped, with the volumes that were made for it alone.
   *
   * @throws EngineRefused also while it runs, and where {@code CONTAINER_FILTER} leaves it out
   */
  void removeContainer(String id);

  /**
   * Removes a volume.
   *
   * @throws EngineRefused also while a container has it, running or not
   */
  void removeVolume(String name);

  /** Takes a container from a network; nothing happens where it is not connected. */
  void disconnect(String network, String container);

  /**
   * Removes a network.
   *
   * @throws EngineRefused also while a container is connected to it
   */
  void removeNetwork(String id);

  /**
   * Removes an image.
   *
   * @throws EngineRefused also while a container was made of it, or it has names in several
   *     repositories
   */
  void removeImage(String id);
}
