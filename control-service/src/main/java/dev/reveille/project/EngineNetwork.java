package dev.reveille.project;

import java.util.List;
import java.util.Map;

/**
 * A network of the engine, with all that is needed to make it again.
 *
 * @param driver {@code bridge}
 * @param isPlain whether it is of this machine only and an ordinary one: neither a swarm's, nor the
 *     template of others
 * @param labels among them {@code com.docker.compose.project}
 * @param internal whether it leads nowhere outside
 * @param attachable whether containers of services may be connected by hand
 */
public record EngineNetwork(
    String id,
    String name,
    String driver,
    boolean isPlain,
    Map<String, String> labels,
    Map<String, String> options,
    boolean internal,
    boolean attachable,
    boolean ipv6,
    Addressing addressing) {

  public EngineNetwork {
    labels = Map.copyOf(labels);
    options = Map.copyOf(options);
  }

  /**
   * Where its addresses come from.
   *
   * @param driver {@code default}
   * @param pools the engine's choice where none was asked for: it does not tell the two apart
   */
  public record Addressing(String driver, Map<String, String> options, List<Pool> pools) {
    public Addressing {
      options = Map.copyOf(options);
      pools = List.copyOf(pools);
    }
  }

  /**
   * Addresses of a network; texts are empty where nothing was said.
   *
   * @param subnet {@code 172.18.0.0/16}
   * @param range from which containers get theirs, {@code 172.18.5.0/24}
   * @param gateway {@code 172.18.0.1}
   * @param reserved addresses that no container gets, by name
   */
  public record Pool(String subnet, String range, String gateway, Map<String, String> reserved) {
    public Pool {
      reserved = Map.copyOf(reserved);
    }
  }

  /** The same network with addresses that the engine chooses. */
  public EngineNetwork withAnyAddresses() {
    return new EngineNetwork(
        id,
        name,
        driver,
        isPlain,
        labels,
        options,
        internal,
        attachable,
        ipv6,
        new Addressing(addressing.driver(), addressing.options(), List.of()));
  }
}
