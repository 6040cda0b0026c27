package dev.reveille.project;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A container, and the networks that it is connected to, running or not.
 *
 * @param isUp whether it uses them now: runs, is paused, or is being restarted
 * @param networkMode {@code bridge}, {@code host}, a network's name or id, {@code
 *     container:4f76eee5…}
 * @param places by the network's name
 */
public record ConnectedContainer(
    String id,
    String name,
    Map<String, String> labels,
    boolean isUp,
    String networkMode,
    Map<String, Place> places) {
  private static final int SHORT_ID = 12;

  public ConnectedContainer {
    labels = Map.copyOf(labels);
    places = Map.copyOf(places);
  }

  /**
   * Where it is in a network.
   *
   * @param networkId empty for a container that was not started since it was connected
   * @param address IPv4, else IPv6; empty while it does not run
   */
  public record Place(String networkId, String address) {}

  public boolean isOn(EngineNetwork network) {
    return places.values().stream().anyMatch(place -> place.networkId().equals(network.id()))
        || (places.containsKey(network.name()) && places.get(network.name()).networkId().isEmpty());
  }

  /** Whether it asks for the network by its id, so that one made anew is another one to it. */
  public boolean names(String networkId) {
    return networkMode.length() >= SHORT_ID && networkId.startsWith(networkMode);
  }

  /**
   * The id of the network in which it is reached, by the same rule as {@link Container#address}:
   * the first with an IPv4 address in the order of their names, else the first with an IPv6
   * address.
   */
  public Optional<String> networkReached() {
    return networkWith(".").or(() -> networkWith(":"));
  }

  private Optional<String> networkWith(String partOfAddress) {
    return new TreeMap<>(places)
        .values().stream()
            .filter(place -> place.address().contains(partOfAddress))
            .map(Place::networkId)
            .findFirst();
  }
}
