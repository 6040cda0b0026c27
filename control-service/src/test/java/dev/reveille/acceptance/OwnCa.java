package dev.reveille.acceptance;

import dev.reveille.testing.Pebble;
import dev.reveille.testing.Ports;
import java.util.List;
import java.util.Map;

/** A real CA for one installation alone; it validates at the HTTP port that the proxy will have. */
record OwnCa(Pebble pebble, int httpPort) implements AutoCloseable {
  private static final int LINES = 200;

  static OwnCa start(Pebble.Setup setup) {
    int port = Ports.free();
    return new OwnCa(setup.httpPort(port).start(), port);
  }

  /** For the proxy. */
  Map<String, String> settings() {
    return Map.of(
        "HTTP_PORT", String.valueOf(httpPort),
        "ACME_HTTP_PORT", String.valueOf(httpPort),
        "ACME_DIRECTORY", pebble.directory().toString(),
        "ACME_CA_FILE", pebble.caFile().toString(),
        "ACME_DNS_RESOLVERS", pebble.dnsAddress(),
        "ACME_EMAIL", "admin@example.com",
        "ACME_DOMAINS", "example.com");
  }

  /** The end of its log. */
  String evidence() {
    List<String> lines = pebble.log().lines().toList();
    return "the CA logged\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
  }

  @Override
  public void close() {
    pebble.close();
  }
}
