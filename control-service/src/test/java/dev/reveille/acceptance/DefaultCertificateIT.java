package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.SelfSigned;
import dev.reveille.store.StateDirectory;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificate the gateway shows. */
class DefaultCertificateIT {
  @Test
  void isTheOneThatTheSettingNames(@TempDir Path certificates) throws Exception {
    new SelfSigned(StateDirectory.open(certificates), InstantSource.system()).provide();
    Map<String, String> settings =
        Map.of("CERTS_DIR", certificates.toString(), "DEFAULT_CERT", "self-signed");

    try (Sandbox sandbox = RealEngine.get().sandbox();
        Proxy proxy = Proxy.start(sandbox, settings);
        Visitor visitor = new Visitor(proxy)) {
      HttpResponse<String> answer = visitor.send(visitor.secureRequest("nobody.test", "/"));

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.sslSession().orElseThrow().getPeerCertificates()[0])
          .isEqualTo(read(certificates.resolve("self-signed.crt")))
          .isNotEqualTo(read(proxy.stateDirectory().resolve("self-signed.crt")));
    }
  }

  private static Certificate read(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
