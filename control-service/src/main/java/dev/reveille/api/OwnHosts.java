package dev.reveille.api;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * The names by which browsers may come. Whoever makes his own name lead to this address (DNS
 * rebinding) gets neither the dashboard nor the use of its cookie.
 *
 * @param bound the address that the control service listens on
 * @param adminHost the host by which the gateway leads here
 */
record OwnHosts(String bound, Optional<String> adminHost) {
  boolean include(HttpServerExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst(Headers.HOST);
    return header != null && include(name(header));
  }

  /** What to do about a host that is none of them. */
  String advice() {
    return "the dashboard is at localhost, at the address of CONTROL_HOST"
        + adminHost.map(host -> " and at " + host).orElse(", and at ADMIN_HOST once that is set");
  }

  private boolean include(String name) {
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals(bound)
        || adminHost.filter(name::equals).isPresent()
        || isOwnAddress(name);
  }

  /** An address can't be made to lead elsewhere; where we listen on all, each may be ours. */
  private boolean isOwnAddress(String name) {
    try {
      return InetAddress.ofLiteral(name).isLoopbackAddress()
          || InetAddress.ofLiteral(bound).isAnyLocalAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** {@code [::1]:7070} is {@code ::1}. */
  private static String name(String header) {
    String host = header.strip().toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      int end = host.indexOf(']');
      return end < 0 ? "" : host.substring(1, end);
    }
    int colon = host.indexOf(':');
    String name = colon < 0 ? host : host.substring(0, colon);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
