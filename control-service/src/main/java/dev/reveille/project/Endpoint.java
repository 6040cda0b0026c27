package dev.reveille.project;

import java.util.List;
import java.util.Map;

/**
 * How a container is connected to a network; texts are empty where nothing was asked for.
 *
 * @param networkId the network's id when the container was connected or last started; empty for one
 *     that was not started since
 * @param aliases names under which the others there reach it
 * @param links {@code shop-db-1:db}
 */
public record Endpoint(
    String networkId,
    List<String> aliases,
    List<String> links,
    Addresses addresses,
    Map<String, String> options) {
  /** As the engine likes. */
  public static final Endpoint PLAIN =
      new Endpoint("", List.of(), List.of(), new Addresses("", "", List.of(), ""), Map.of());

  public Endpoint {
    aliases = List.copyOf(aliases);
    links = List.copyOf(links);
    options = Map.copyOf(options);
  }

  /**
   * Fixed addresses.
   *
   * @param ipv4 {@code 172.18.0.7}
   * @param mac {@code 02:42:ac:12:00:07}
   */
  public record Addresses(String ipv4, String ipv6, List<String> linkLocal, String mac) {
    public Addresses {
      linkLocal = List.copyOf(linkLocal);
    }

    /** Whether the network has to have a certain subnet for it. */
    public boolean isFixed() {
      return !ipv4.isEmpty() || !ipv6.isEmpty();
    }
  }
}
