package dev.reveille.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where the control service is found. The settings and their defaults are those of {@code
 * config.Setting}, which would load half the service.
 */
record ServiceAddress(String host, int port) {
  private static final int LAST_PORT = 65_535;

  /** Reads {@code CONTROL_HOST} and {@code CONTROL_PORT}. */
  static ServiceAddress from(Environment environment) {
    String host = environment.get("CONTROL_HOST").orElse("127.0.0.1");
    String port = environment.get("CONTROL_PORT").orElse("7070");
    return new ServiceAddress(host, port(port));
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (0 < port && port <= LAST_PORT) {
        return port;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new CommandFailed(
        "CONTROL_PORT is wrong: \"%s\"; write a port from 1 to 65535".formatted(text));
  }

  /** A service that listens everywhere is found on loopback. */
  InetSocketAddress resolve() {
    try {
      InetAddress address = InetAddress.getByName(host);
      return new InetSocketAddress(
          address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address, port);
    } catch (UnknownHostException e) {
      throw new CommandFailed("CONTROL_HOST %s has no address".formatted(host), e);
    }
  }

  @Override
  public String toString() {
    return host.contains(":")
        ? "http://[%s]:%d".formatted(host, port)
        : "http://%s:%d".formatted(host, port);
  }
}
