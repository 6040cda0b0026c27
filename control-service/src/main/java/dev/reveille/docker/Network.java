package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A network that a container is connected to, and its addresses there; empty while it is stopped.
 */
record Network(
    @JsonProperty("IPAddress") String ipAddress,
    @JsonProperty("GlobalIPv6Address") String ipv6Address) {

  private static final String CONTAINER_MODE = "container:";

  /** The id or name of the container whose network is used, from {@code container:4f76eee5}. */
  static Optional<String> sharedWith(String networkMode) {
    return networkMode.startsWith(CONTAINER_MODE)
        ? Optional.of(networkMode.substring(CONTAINER_MODE.length()))
        : Optional.empty();
  }

  /** The first IPv4 address in the order of the networks' names, else the first IPv6 address. */
  static Optional<String> address(String networkMode, Map<String, Network> byName) {
    if (networkMode.equals("host")) {
      return Optional.of("127.0.0.1");
    }
    Map<String, Network> sorted = new TreeMap<>(byName);
    return sorted.values().stream()
        .map(Network::ipAddress)
        .filter(address -> !address.isEmpty())
        .findFirst()
        .or(
            () ->
                sorted.values().stream()
                    .map(Network::ipv6Address)
                    .filter(address -> !address.isEmpty())
                    .map("[%s]"::formatted)
                    .findFirst());
  }
}
