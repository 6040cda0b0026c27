package dev.reveille.route;

/**
 * Where a container's port is reached.
 *
 * @param address {@code 172.18.0.3} or {@code [fd00::3]}
 */
public record Upstream(String address, int port) {
  @Override
  public String toString() {
    return address + ":" + port;
  }
}
