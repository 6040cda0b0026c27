package dev.reveille.project;

import java.util.List;
import java.util.Map;

/**
 * The engine's networks, those of containers outside of {@code CONTAINER_FILTER} too: whoever
 * removes one has to know who else uses it.
 *
 * <p>Calls fail as those of {@link ContainerEngine} do. Safe for use by many threads.
 */
public interface EngineNetworks {
  /** All networks, in no particular order; two may have the same name. */
  List<EngineNetwork> list();

  /** All containers with their networks. */
  List<ConnectedContainer> containers();

  /** How a container is connected, by the network's name. */
  Map<String, Endpoint> endpoints(String container);

  /**
   * Makes a network.
   *
   * @param like all of it but the id
   * @return the new one's id
   */
  String create(EngineNetwork like);

  /** Removes a network; refused while a container that runs is connected to it. */
  void remove(String network);

  /**
   * Connects a container, running or not.
   *
   * @param network its id
   */
  void connect(String network, String container, Endpoint endpoint);

  /**
   * Disconnects a container; nothing happens where it is not connected.
   *
   * @param network its id or name. The name also works for one that is gone, where the container
   *     does not run
   */
  void disconnect(String network, String container);
}
