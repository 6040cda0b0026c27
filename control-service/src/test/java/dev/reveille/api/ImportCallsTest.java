package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import dev.reveille.testing.Eventually;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code PUT} and {@code DELETE /v1/certificates/{name}} of imported certificates. */
class ImportCallsTest {
  private final TestChains.Authority authority = TestChains.authority("Own CA");
  private final ServerCertificate mine = authority.leaf("shop.test").make();
  private final CertificateApi certificates = new CertificateApi().site("shop", "shop.test");

  @AfterEach
  void close() {
    certificates.close();
  }

  @Test
  void isShownAtOnceAndNeverWithItsKey() {
    certificates.openWithoutAcme();

    ControlApi.Answer answer = put("shop.test", mine.chainPem(), mine.keyPem());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("source").asText()).isEqualTo("imported");
    assertThat(answer.body().toString()).doesNotContain("PRIVATE");
    assertThat(certificates.hook("/v1/certificates/shop.test").body().path("id").asText())
        .isEqualTo(mine.id());
  }

  @Test
  void theFoldersGoesBeforeIt() {
    ServerCertificate folders = authority.leaf("shop.test").make();
    certificates.custom(Map.of("shop.test", folders)).openWithoutAcme();

    ControlApi.Answer answer = put("shop.test", mine.chainPem(), mine.keyPem());

    assertThat(answer.body().path("source").asText()).isEqualTo("custom");
  }

  @Test
  void whatNobodyClaimsIsListedToo() {
    certificates.openWithoutAcme();
    ServerCertificate other = authority.leaf("later.test").make();

    assertThat(put("later.test", other.chainPem(), other.keyPem()).body().has("source")).isFalse();
    assertThat(certificates.get("/v1/certificates").body().toString()).contains("later.test");
  }

  @Test
  void isRefusedWithTheReason() {
    certificates.openWithoutAcme();
    String otherKey = authority.leaf("shop.test").make().keyPem();

    ControlApi.Answer wrongKey = put("shop.test", mine.chainPem(), otherKey);
    assertThat(wrongKey.status()).isEqualTo(422);
    assertThat(wrongKey.type()).isEqualTo("urn:reveille:problem:certificate-refused");
    assertThat(wrongKey.body().path("detail").asText()).contains("key is not the certificate's");
    assertThat(put("blog.test", mine.chainPem(), mine.keyPem()).body().path("detail").asText())
        .isEqualTo("not imported for blog.test: it is for shop.test and not for blog.test");
    assertThat(send("PUT", "shop.test", "{}").status()).isEqualTo(400);
    assertThat(send("PUT", "shop.test", "nonsense").status()).isEqualTo(400);
    assertThat(put("shop.test", "x".repeat(300_000), "").status()).isEqualTo(413);
  }

  @Test
  void isDeletedWithItsKeyAndThenUnknown() {
    certificates.openWithoutAcme();
    put("shop.test", mine.chainPem(), mine.keyPem());

    assertThat(certificates.delete("/v1/certificates/shop.test").status()).isEqualTo(204);
    assertThat(certificates.hook("/v1/certificates/shop.test").status()).isEqualTo(404);
    assertThat(certificates.delete("/v1/certificates/shop.test").status()).isEqualTo(409);
  }

  @Test
  void isForAdministrators() {
    certificates.openWithoutAcme();

    for (String token : new String[] {ControlApi.HOOK, ""}) {
      assertThat(
              Eventually.get(
                      certificates.api().send("PUT", "/v1/certificates/shop.test", token, "{}"))
                  .status())
          .isEqualTo(401);
    }
  }

  private ControlApi.Answer put(String name, String certificate, String key) {
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("certificate", certificate)
            .put("key", key)
            .toString();
    return send("PUT", name, body);
  }

  private ControlApi.Answer send(String method, String name, String body) {
    String path = "/v1/certificates/" + name;
    return certificates.still(
        () -> Eventually.get(certificates.api().send(method, path, ControlApi.ADMIN, body)));
  }
}
