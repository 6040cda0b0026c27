package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import dev.reveille.testing.Eventually;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code HTTPS_REDIRECT=on} and {@code HSTS}: visitors who come by HTTP, or shall not again. */
class HttpsRedirectIT {
  private static final String HSTS = "Strict-Transport-Security";
  private static final String DEFAULT_HSTS = "max-age=600";

  @RegisterExtension static final CertificateFolder certificates = new CertificateFolder();

  @RegisterExtension
  static final Installation reveille =
      Installation.with(
          "HTTPS_REDIRECT", "on", "HSTS", DEFAULT_HSTS, "CERTS_DIR", certificates.path());

  private static final TestChains.Authority authority = TestChains.authority("Test CA");

  @ParameterizedTest
  @CsvSource({"GET, 301", "HEAD, 301", "POST, 308", "PUT, 308", "DELETE, 308"})
  void sendsVisitorsToHttpsAndWakesNothing(String method, int status) {
    String name = "asleep-" + method.toLowerCase(Locale.ROOT);
    String container = reveille.site(name).create();
    String host = trusted(name);

    HttpResponse<String> answer = visit(host, "/a%20b?c=d", method);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Location"))
        .hasValue("https://%s:%d/a%%20b?c=d".formatted(host, reveille.proxy().httpsPort()));
    assertThat(answer.headers().firstValue(HSTS)).isEmpty();
    assertThat(Containers.status(container)).isEqualTo("created");
  }

  @Test
  void theRedirectLeadsToTheProject() {
    reveille.site("followed").create();
    String host = trusted("followed");
    URI target = URI.create(visit(host, "/", "GET").headers().firstValue("Location").orElseThrow());

    HttpResponse<String> answer = secureVisit(target.getHost());

    assertThat(target.getPort()).isEqualTo(reveille.proxy().httpsPort());
    assertThat(answer.body()).isEqualTo("followed\n");
  }

  @Test
  void redirectsNobodyToACertificateThatBrowsersWarnOf() {
    reveille.site("self-signed").create();
    reveille.site("expired").create();
    reveille.site("foreign").label("reveille.cert", "foreign").create();
    ServerCertificate expired =
        authority
            .leaf(reveille.host("expired"))
            .validUntil(Instant.parse("2025-01-01T00:00:00Z"))
            .make();
    ServerCertificate foreign = authority.leaf("elsewhere.test").make();
    certificates.put(reveille.host("expired"), expired);
    certificates.put("foreign", foreign);
    Handshake.awaits(reveille.proxy(), reveille.siteHost("expired"), expired);
    Handshake.awaits(reveille.proxy(), reveille.siteHost("foreign"), foreign);

    for (String name : new String[] {"self-signed", "expired", "foreign"}) {
      HttpResponse<String> answer = visit(reveille.siteHost(name), "/", "GET");

      assertThat(answer.statusCode()).as(name).isEqualTo(200);
      assertThat(answer.headers().firstValue(HSTS)).as(name).isEmpty();
    }
  }

  @Test
  void redirectsNobodyToAHostThatNoProjectHas() {
    assertThat(visit("nobody.test", "/", "GET").statusCode()).isEqualTo(404);
  }

  @Test
  void theSettingsHstsIsSaidOverHttps() {
    reveille.site("hsts").create();
    String host = trusted("hsts");

    HttpResponse<String> answer = secureVisit(host);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().allValues(HSTS)).containsExactly(DEFAULT_HSTS);
  }

  @Test
  void theLabelsHstsGoesBeforeTheSetting() {
    String value = "max-age=31536000; includeSubDomains";
    reveille.site("labelled").label("reveille.hsts", value).create();

    assertThat(secureVisit(trusted("labelled")).headers().allValues(HSTS)).containsExactly(value);
  }

  @Test
  void theLabelTurnsHstsOff() {
    reveille.site("off").label("reveille.hsts", "off").create();

    assertThat(secureVisit(trusted("off")).headers().allValues(HSTS)).isEmpty();
  }

  /** Gives the host of a site a certificate that browsers accept. */
  private static String trusted(String name) {
    String host = reveille.siteHost(name);
    ServerCertificate certificate = authority.leaf(host).make();
    certificates.put(host, certificate);
    Handshake.awaits(reveille.proxy(), host, certificate);

    Eventually.passes(
        () -> assertThat(visit(host, "/robots.txt", "GET").statusCode()).isEqualTo(301));
    return host;
  }

  private static HttpResponse<String> visit(String host, String path, String method) {
    Visitor visitor = reveille.visitor();
    return visitor.send(visitor.request(host, path).method(method, BodyPublishers.noBody()));
  }

  private static HttpResponse<String> secureVisit(String host) {
    try (Visitor visitor = Visitor.trusting(reveille.proxy(), authority.pem())) {
      return visitor.send(visitor.secureRequest(host, "/"));
    }
  }
}
