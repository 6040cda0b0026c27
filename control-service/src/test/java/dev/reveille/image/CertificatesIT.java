package dev.reveille.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.acceptance.Containers;
import dev.reveille.acceptance.Entrance;
import dev.reveille.acceptance.Handshake;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.Outcome;
import dev.reveille.testing.Pebble;
import dev.reveille.testing.Ports;
import dev.reveille.testing.Sandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the image does with a CA: its libraries are cut down to what is used, and nothing else in
 * the image's tests uses it. On the host's network, where the CA of the tests is.
 */
class CertificatesIT {
  private static final HostPorts entrance = new HostPorts(Ports.free(), Ports.free());
  private static final Pebble ca = Pebble.with().httpPort(entrance.httpPort()).start();

  @RegisterExtension
  static final ImageContainer reveille =
      ImageContainer.named("certificates", CertificatesIT::options);

  /** Without a network of its own a container publishes nothing. */
  private record HostPorts(int httpPort, int httpsPort) implements Entrance {}

  private static Options options(Sandbox sandbox) {
    return Options.withEngine()
        .andState(sandbox)
        .and("--network", "host")
        .and("--volume", ca.caFile() + ":/etc/ca.pem:ro")
        .env("HTTP_PORT", String.valueOf(entrance.httpPort()))
        .env("HTTPS_PORT", String.valueOf(entrance.httpsPort()))
        .env("CONTROL_PORT", String.valueOf(Ports.free()))
        .env("ACME_HTTP_PORT", String.valueOf(entrance.httpPort()))
        .env("ACME_DIRECTORY", ca.directory().toString())
        .env("ACME_CA_FILE", "/etc/ca.pem")
        .env("ACME_DNS_RESOLVERS", ca.dnsAddress())
        .env("ACME_EMAIL", "admin@example.com")
        .env("ACME_DOMAINS", "example.com")
        .env("LOCAL_CA", "on");
  }

  @AfterAll
  static void endTheCa() {
    ca.close();
  }

  @Test
  void aSleepingProjectHasOneBeforeItsFirstVisit() {
    String host = reveille.sandbox().unique("asleep") + ".example.com";

    String container = site("asleep", host);

    awaitIssuer(host, "Pebble");
    assertThat(Containers.status(container)).isEqualTo("created");
  }

  @Test
  void itIsRenewedAndRevokedWhenAnAdminSaysSo() {
    String host = reveille.sandbox().unique("renewed") + ".example.com";
    site("renewed", host);
    awaitIssuer(host, "Pebble");
    String first = Handshake.with(entrance, host).serial();

    Outcome renewal = reveille.container().exec("reveille", "certs", "renew", "--force", host);

    assertThat(renewal.exitCode()).as("%s", renewal).isZero();
    String second = Handshake.with(entrance, host).serial();
    assertThat(second).isNotEqualTo(first);

    Outcome revocation = reveille.container().exec("reveille", "certs", "revoke", host);

    assertThat(revocation.exitCode()).as("%s", revocation).isZero();
    assertThat(ca.status(second)).contains("Revoked");
  }

  @Test
  void theLocalCaSignsForTheOthers() {
    String host = reveille.sandbox().unique("local") + ".test";

    site("local", host);

    awaitIssuer(host, "Reveille local CA");
  }

  private static String site(String name, String host) {
    return reveille.sandbox().container(name).label("reveille.host", host).create();
  }

  private static void awaitIssuer(String host, String name) {
    Eventually.passes(
        () ->
            assertThat(Handshake.with(entrance, host).leaf().getIssuerX500Principal().getName())
                .contains(name));
  }
}
