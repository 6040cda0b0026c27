package dev.reveille.wake;

/**
 * A request that the gateway can't serve by itself.
 *
 * @param host lower case, without port or trailing dot
 * @param path with its query, {@code /cart?x=1}
 * @param navigation whether a browser is loading a page
 * @param userAgent empty where the visitor sent none
 * @param client the visitor's address, {@code 203.0.113.9}
 * @param stale the gateway had a running route, and it did not answer
 */
public record Visit(
    String host,
    String path,
    String method,
    boolean navigation,
    String userAgent,
    String client,
    boolean stale) {
  /** The same visit after a wake: what the gateway had before does not matter any more. */
  public Visit renewed() {
    return new Visit(host, path, method, navigation, userAgent, client, false);
  }
}
