package dev.reveille.acceptance;

import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A host with thousands of projects, each with a certificate of its own. */
class ManyCertificatesIT {
  private static final int CERTIFICATES = 1_000;
  private static final int HOSTS_OF_A_CONTAINER = 500;

  @Test
  void allAreShownSoonAfterTheStart() {
    TestChains.Authority authority = TestChains.authority("Test CA");
    try (CertificateFolder folder = new CertificateFolder();
        Sandbox sandbox = RealEngine.get().sandbox()) {
      List<String> hosts =
          IntStream.range(0, CERTIFICATES)
              .mapToObj(number -> sandbox.unique("n" + number) + ".test")
              .toList();
      List<ServerCertificate> own =
          hosts.parallelStream().map(host -> authority.leaf(host).make()).toList();
      for (int i = 0; i < CERTIFICATES; i++) {
        folder.put(hosts.get(i), own.get(i));
      }
      claim(sandbox, hosts);

      try (Proxy proxy = Proxy.start(sandbox, Map.of("CERTS_DIR", folder.path()))) {
        for (int i = CERTIFICATES - 1; i >= 0; i--) {
          Handshake.awaits(proxy, hosts.get(i), own.get(i));
        }
      }
    }
  }

  private static void claim(Sandbox sandbox, List<String> hosts) {
    for (int from = 0; from < hosts.size(); from += HOSTS_OF_A_CONTAINER) {
      List<String> some = hosts.subList(from, from + HOSTS_OF_A_CONTAINER);
      sandbox.container("many-" + from).label("reveille.host", String.join(",", some)).create();
    }
  }
}
