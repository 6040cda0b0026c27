package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.Pem;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What visitors are shown while the control service is dead, or silent. */
class CertificateOutagesIT {
  @RegisterExtension static final CertificateFolder certificates = new CertificateFolder();

  @RegisterExtension
  static final Installation reveille = Installation.with("CERTS_DIR", certificates.path());

  private static final TestChains.Authority authority = TestChains.authority("Test CA");

  @Test
  void knownNamesAreShownTheirCertificateThroughoutAKillOfTheControlService() {
    ServerCertificate own = site("killed");
    ProcessHandle control = reveille.proxy().controlService();

    control.destroyForcibly();
    do {
      assertThat(shown("killed")).isEqualTo(own.leaf());
    } while (!isReplaced(control));

    assertThat(shown("killed")).isEqualTo(own.leaf());
  }

  @Test
  void aNewGatewayFallsBackWhileTheControlServiceIsSilentAndRecovers() throws Exception {
    ServerCertificate own = site("silent");
    X509Certificate selfSigned =
        Pem.certificates(
                Files.readString(reveille.proxy().stateDirectory().resolve("self-signed.crt")))
            .getFirst();
    ProcessHandle control = reveille.proxy().controlService();

    signal("STOP", control);
    try {
      assertThat(shown("silent")).isEqualTo(own.leaf());
      reveille.proxy().killGateway();

      assertThat(Handshake.first(reveille.proxy(), reveille.host("silent")).leaf())
          .isEqualTo(selfSigned);
    } finally {
      signal("CONT", control);
    }
    Handshake.awaits(reveille.proxy(), reveille.host("silent"), own);
  }

  private static ServerCertificate site(String name) {
    reveille.site(name).create();
    String host = reveille.siteHost(name);
    ServerCertificate certificate = authority.leaf(host).make();
    certificates.put(host, certificate);
    Handshake.awaits(reveille.proxy(), host, certificate);
    return certificate;
  }

  private static X509Certificate shown(String name) {
    return Handshake.with(reveille.proxy(), reveille.host(name)).leaf();
  }

  private static boolean isReplaced(ProcessHandle control) {
    try {
      return !reveille.proxy().controlService().equals(control)
          && reveille.admin().get("/v1/ready").path("status").asText().equals("ready");
    } catch (IllegalStateException | UncheckedIOException e) {
      return false; // none runs now, or it does not listen yet
    }
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }
}
