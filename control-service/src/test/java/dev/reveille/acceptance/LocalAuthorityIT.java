package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.certificate.Pem;
import dev.reveille.certificate.TestChains;
import dev.reveille.testing.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code LOCAL_CA=on}: HTTPS without a warning for whoever trusts one root. */
class LocalAuthorityIT {
  private static final Duration APPLES_LIMIT = Duration.ofDays(398);

  @RegisterExtension
  static final Installation reveille =
      Installation.with("LOCAL_CA", "on", "LOCAL_CA_DOMAINS", "test");

  @Test
  void itsRootIsThereToDownload() throws IOException {
    HttpResponse<String> answer = LocalRoot.download(reveille.proxy());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-x509-ca-cert");
    assertThat(Pem.certificates(answer.body()))
        .isEqualTo(
            Pem.certificates(
                Files.readString(reveille.proxy().stateDirectory().resolve("local-ca/root.crt"))));
    assertThat(answer.body()).doesNotContain("PRIVATE KEY");
  }

  @Test
  void theFirstVisitToASleepingProjectIsTrusted() {
    String container = reveille.site("first").create();
    String host = reveille.siteHost("first");

    X509Certificate leaf = awaitLocal(host);
    assertThat(Containers.status(container)).isEqualTo("created");
    HttpResponse<String> answer = visit(host);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("first\n");
    assertThat(answer.headers().firstValue("Reveille-Wake")).hasValue("cold");
    assertThat(answer.version()).hasToString("HTTP_2");
    assertThat(Duration.between(leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()))
        .isLessThan(APPLES_LIMIT);
  }

  @Test
  void hostsUnderAWildcardLabelAreTrusted() {
    String domain = reveille.sandbox().unique("wild.test");
    reveille
        .sandbox()
        .container("wild")
        .label("reveille.host", "*." + domain)
        .env("NAME", "wild")
        .create();
    awaitLocal("any." + domain);

    assertThat(visit("a." + domain).body()).isEqualTo("wild\n");
    assertThat(visit("b." + domain).body()).isEqualTo("wild\n");
  }

  @Test
  void namesOutsideTheDomainsGetNone() {
    String outside = reveille.sandbox().unique("outside.example.com");
    reveille.sandbox().container("outside").label("reveille.host", outside).create();
    reveille.site("inside").create();
    reveille.known(outside);
    awaitLocal(reveille.siteHost("inside"));

    X509Certificate shown = Handshake.with(reveille.proxy(), outside).leaf();

    assertThat(shown.getIssuerX500Principal()).isEqualTo(shown.getSubjectX500Principal());
    assertThatThrownBy(() -> visit(outside))
        .hasStackTraceContaining(SSLHandshakeException.class.getName());
  }

  @Test
  void whoTrustsAnotherRootIsWarned() {
    reveille.site("stranger").create();
    String host = reveille.siteHost("stranger");
    awaitLocal(host);

    try (Visitor stranger =
        Visitor.trusting(reveille.proxy(), TestChains.authority("Another").pem())) {
      assertThatThrownBy(() -> stranger.send(stranger.secureRequest(host, "/")))
          .hasStackTraceContaining(SSLHandshakeException.class.getName());
    }
  }

  @Test
  void itsRootOutlivesTheControlService() {
    reveille.site("restart").create();
    String host = reveille.siteHost("restart");
    X509Certificate before = awaitLocal(host);
    String root = LocalRoot.of(reveille.proxy());
    ProcessHandle control = reveille.proxy().controlService();

    control.destroyForcibly();
    Eventually.isTrue(() -> !control.isAlive());
    Eventually.passes(
        () -> assertThat(Handshake.with(reveille.proxy(), host).leaf()).isNotEqualTo(before));

    assertThat(visit(host).body()).isEqualTo("restart\n");
    assertThat(LocalRoot.of(reveille.proxy())).isEqualTo(root);
  }

  /** Waits until the host has a certificate of the local CA, and returns it. */
  private static X509Certificate awaitLocal(String host) {
    X509Certificate root = Pem.certificates(LocalRoot.of(reveille.proxy())).getFirst();
    Eventually.passes(
        () ->
            assertThat(Handshake.with(reveille.proxy(), host).leaf().getIssuerX500Principal())
                .isEqualTo(root.getSubjectX500Principal()));
    return Handshake.with(reveille.proxy(), host).leaf();
  }

  private static HttpResponse<String> visit(String host) {
    try (Visitor visitor = Visitor.trusting(reveille.proxy(), LocalRoot.of(reveille.proxy()))) {
      return visitor.send(visitor.secureRequest(host, "/"));
    }
  }
}
