package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.Pem;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is shown to visitors of hosts that have no certificate of their own. */
class DefaultCertificateIT {
  @Test
  void isTheOneThatTheSettingNames() {
    ServerCertificate everyones = TestChains.authority("Test CA").leaf("example.com").make();
    try (CertificateFolder certificates = new CertificateFolder();
        Sandbox sandbox = RealEngine.get().sandbox()) {
      certificates.put("everyone", everyones);
      Map<String, String> settings =
          Map.of("CERTS_DIR", certificates.path(), "DEFAULT_CERT", "everyone");

      try (Proxy proxy = Proxy.start(sandbox, settings);
          Visitor visitor = new Visitor(proxy)) {
        Handshake.awaits(proxy, "nobody.test", everyones);
        Handshake.awaits(proxy, claimed(sandbox), everyones);
        assertThat(visitor.send(visitor.secureRequest("nobody.test", "/")).statusCode())
            .isEqualTo(404);

        ServerCertificate next = TestChains.authority("Test CA").leaf("example.com").make();
        certificates.put("everyone", next);

        Handshake.awaits(proxy, "nobody.test", next);
      }
    }
  }

  @Test
  void isTheSelfSignedOneWithoutTheSetting() throws Exception {
    try (Sandbox sandbox = RealEngine.get().sandbox();
        Proxy proxy = Proxy.start(sandbox, Map.of())) {
      X509Certificate selfSigned =
          Pem.certificates(Files.readString(proxy.stateDirectory().resolve("self-signed.crt")))
              .getFirst();

      for (String host : new String[] {"nobody.test", claimed(sandbox)}) {
        assertThat(Handshake.with(proxy, host).leaf()).isEqualTo(selfSigned);
      }
    }
  }

  private static String claimed(Sandbox sandbox) {
    String host = sandbox.unique("claimed.test");
    sandbox.container("claimed").label("reveille.host", host).create();
    return host;
  }
}
