package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions and sessions of TLS, as OpenSSL's own client sees them, also after a restart. */
class TlsIT {
  /** So many that every worker has certainly been met. */
  private static final int VISITS = 12;

  @RegisterExtension static final CertificateFolder certificates = new CertificateFolder();

  @RegisterExtension
  static final Installation reveille = Installation.with("CERTS_DIR", certificates.path());

  private static final ServerCertificate own =
      TestChains.authority("Test CA").leaf("*.test").make();

  @TempDir private Path directory;

  @BeforeAll
  static void makeASite() {
    certificates.put("test", own);
    reveille.site("site").run();
    Handshake.awaits(reveille.proxy(), reveille.siteHost("site"), own);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls1_2", "tls1_3"})
  void speaks(String version) {
    OpensslClient client = client("-" + version);

    assertThat(client.visit()).contains("New, TLSv1.").contains("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls1", "tls1_1"})
  void refuses(String version) {
    // The client's own policy would not even ask.
    OpensslClient client = client("-" + version, "-cipher", "ALL:@SECLEVEL=0");

    assertThat(client.visit()).contains("alert protocol version").doesNotContain("HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES128-SHA256", "AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA"})
  void refusesWhatHasNoForwardSecrecyOrOldCiphers(String cipher) {
    OpensslClient client = client("-tls1_2", "-cipher", cipher + ":@SECLEVEL=0");

    assertThat(client.visit()).contains("alert handshake failure").doesNotContain("HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls1_2", "tls1_3"})
  void anyWorkerResumesASession(String version) {
    String session = directory.resolve("session").toString();
    assertThat(client("-" + version, "-sess_out", session).visit()).contains("New, TLSv1.");

    for (int visit = 0; visit < VISITS; visit++) {
      assertThat(client("-" + version, "-sess_in", session).visit())
          .contains("Reused, TLSv1.")
          .contains("HTTP/1.1 200");
    }
  }

  /** By its number, which only a cache that all workers share can know. */
  @Test
  void anyWorkerResumesASessionWithoutATicket() {
    String session = directory.resolve("session").toString();
    String[] withoutTicket = {"-tls1_2", "-no_ticket", "-sess_out", session};
    assertThat(client(withoutTicket).visit()).contains("New, TLSv1.2");

    for (int visit = 0; visit < VISITS; visit++) {
      assertThat(client("-tls1_2", "-no_ticket", "-sess_in", session).visit())
          .contains("Reused, TLSv1.2");
    }
  }

  @Test
  void sessionsOutliveTheGatewayAndItsFirstHandshakeShowsTheRightCertificate() {
    String ofTwo = directory.resolve("1.2").toString();
    String ofThree = directory.resolve("1.3").toString();
    client("-tls1_2", "-sess_out", ofTwo).visit();
    client("-tls1_3", "-sess_out", ofThree).visit();

    reveille.proxy().killGateway();

    assertThat(Handshake.first(reveille.proxy(), reveille.host("site")).leaf())
        .isEqualTo(own.leaf());
    assertThat(client("-tls1_2", "-sess_in", ofTwo).visit()).contains("Reused, TLSv1.2");
    assertThat(client("-tls1_3", "-sess_in", ofThree).visit()).contains("Reused, TLSv1.3");
  }

  private static OpensslClient client(String... options) {
    return new OpensslClient(reveille.proxy(), reveille.host("site"), List.of(options));
  }
}
