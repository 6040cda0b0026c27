package dev.reveille.reap;

import dev.reveille.project.Endpoint;
import dev.reveille.project.EngineNetwork;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Map;

/**
 * A sleeping project's network as it was, so that it can be made again.
 *
 * @param endpoints how each of the project's containers was connected, by the container's id
 */
record RemovedNetwork(EngineNetwork network, Map<String, Endpoint> endpoints) {
  RemovedNetwork {
    endpoints = Map.copyOf(endpoints);
  }

  /**
   * Whether nobody may have asked for its subnet. The engine shows its own choice in the same words
   * as one that was asked for; its own begins with the gateway, and no container can have a fixed
   * address there.
   */
  boolean mayHaveAnyAddresses() {
    return network.addressing().pools().size() == 1
        && isEnginesChoice(network.addressing().pools().getFirst())
        && endpoints.values().stream().noneMatch(it -> it.addresses().isFixed());
  }

  private static boolean isEnginesChoice(EngineNetwork.Pool pool) {
    return pool.range().isEmpty()
        && pool.reserved().isEmpty()
        && !pool.gateway().isEmpty()
        && isFirstAddress(pool.subnet().split("/", 2)[0], pool.gateway());
  }

  private static boolean isFirstAddress(String subnet, String gateway) {
    try {
      byte[] first = InetAddress.ofLiteral(subnet).getAddress();
      first[first.length - 1]++;
      return Arrays.equals(first, InetAddress.ofLiteral(gateway).getAddress());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
