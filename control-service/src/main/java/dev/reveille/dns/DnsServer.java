package dev.reveille.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A name server, or a resolver: {@code ns1.example.com:53}, {@code [2001:db8::1]:5353}. */
public record DnsServer(String host, int port) {
  static final int PORT = 53;

  private static final Pattern SYNTAX =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+))(?::(\\d{1,5}))?");
  private static final Pattern BARE_IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:.*");

  public DnsServer {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("%d is no port of a name server".formatted(port));
    }
  }

  /**
   * Reads {@code host[:port]}, port 53 if there is none; an IPv6 address with a port needs
   * brackets.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static DnsServer parse(String text) {
    if (BARE_IPV6.matcher(text).matches() && isAddress(text)) {
      return new DnsServer(text, PORT);
    }
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches() || (matcher.group(1) != null && !isAddress(matcher.group(1)))) {
      throw new IllegalArgumentException(
          "\"%s\" is no name server; write a host and maybe a port,".formatted(text)
              + " as 192.0.2.1, ns1.example.com:53, [2001:db8::1]:53");
    }
    String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    return new DnsServer(
        host, matcher.group(3) == null ? PORT : Integer.parseInt(matcher.group(3)));
  }

  static DnsServer at(InetAddress address, int port) {
    return new DnsServer(address.getHostAddress(), port);
  }

  /** Looks a name up with the machine's own means. */
  InetSocketAddress address() throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException("the name server's name %s has no address".formatted(host));
    }
    return address;
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static boolean isAddress(String text) {
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
