package dev.reveille.reap;

import dev.reveille.project.Endpoint;
import dev.reveille.project.EngineNetwork;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code networks.json}.
 *
 * @param removed by project
 * @param joined ids of the networks that we have connected the gateway to
 */
record StoredNetworks(int format, Map<String, List<Removed>> removed, List<String> joined) {
  static final int FORMAT = 1;
  static final StoredNetworks NONE = new StoredNetworks(FORMAT, Map.of(), List.of());

  /**
   * @param endpoints by container
   */
  record Removed(Network network, Map<String, Connection> endpoints) {
    static Removed of(RemovedNetwork removed) {
      return new Removed(Network.of(removed.network()), each(removed.endpoints(), Connection::of));
    }

    RemovedNetwork restore() {
      return new RemovedNetwork(network.restore(), each(endpoints, Connection::restore));
    }
  }

  record Network(
      String id,
      String name,
      String driver,
      Map<String, String> labels,
      Map<String, String> options,
      boolean internal,
      boolean attachable,
      boolean ipv6,
      Addressing addressing) {

    static Network of(EngineNetwork it) {
      return new Network(
          it.id(),
          it.name(),
          it.driver(),
          it.labels(),
          it.options(),
          it.internal(),
          it.attachable(),
          it.ipv6(),
          Addressing.of(it.addressing()));
    }

    EngineNetwork restore() {
      return new EngineNetwork(
          id,
          name,
          driver,
          true,
          labels,
          options,
          internal,
          attachable,
          ipv6,
          addressing.restore());
    }
  }

  record Addressing(String driver, Map<String, String> options, List<Pool> pools) {
    static Addressing of(EngineNetwork.Addressing it) {
      return new Addressing(it.driver(), it.options(), it.pools().stream().map(Pool::of).toList());
    }

    EngineNetwork.Addressing restore() {
      return new EngineNetwork.Addressing(
          driver, options, pools.stream().map(Pool::restore).toList());
    }
  }

  record Pool(String subnet, String range, String gateway, Map<String, String> reserved) {
    static Pool of(EngineNetwork.Pool it) {
      return new Pool(it.subnet(), it.range(), it.gateway(), it.reserved());
    }

    EngineNetwork.Pool restore() {
      return new EngineNetwork.Pool(subnet, range, gateway, reserved);
    }
  }

  record Connection(
      String networkId,
      List<String> aliases,
      List<String> links,
      Addresses addresses,
      Map<String, String> options) {

    static Connection of(Endpoint it) {
      return new Connection(
          it.networkId(),
          it.aliases(),
          it.links(),
          new Addresses(
              it.addresses().ipv4(),
              it.addresses().ipv6(),
              it.addresses().linkLocal(),
              it.addresses().mac()),
          it.options());
    }

    Endpoint restore() {
      return new Endpoint(networkId, aliases, links, addresses.restore(), options);
    }
  }

  record Addresses(String ipv4, String ipv6, List<String> linkLocal, String mac) {
    Endpoint.Addresses restore() {
      return new Endpoint.Addresses(ipv4, ipv6, linkLocal, mac);
    }
  }

  private static <A, B> Map<String, B> each(
      Map<String, A> all, java.util.function.Function<A, B> change) {
    return all.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, it -> change.apply(it.getValue())));
  }
}
