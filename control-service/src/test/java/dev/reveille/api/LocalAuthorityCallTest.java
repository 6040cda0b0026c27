package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.certificate.LocalAuthority;
import dev.reveille.certificate.Pem;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalAuthorityCallTest {
  private static final String PATH = "/v1/local-ca.crt";

  private final CertificateApi house = new CertificateApi();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void givesTheRootToAnyoneAsAFileAndNeverItsKey() {
    var settings = new LocalAuthority.Settings(List.of(), "laptop");
    house.local =
        Optional.of(new LocalAuthority(new InMemoryPemFiles(), settings, house.machine.timer));
    house.site("shop", "shop.test").openWithoutAcme();

    HttpResponse<String> answer = house.api().text(PATH, "Accept", "*/*");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/x-x509-ca-cert");
    assertThat(answer.headers().firstValue("content-disposition").orElse(""))
        .startsWith("attachment; filename=");
    assertThat(answer.body()).doesNotContain("PRIVATE KEY");
    assertThat(Pem.certificates(answer.body()))
        .singleElement()
        .satisfies(
            root ->
                assertThat(root.getSubjectX500Principal())
                    .isEqualTo(
                        house
                            .served
                            .find("shop.test")
                            .orElseThrow()
                            .certificate()
                            .leaf()
                            .getIssuerX500Principal()));
  }

  @Test
  void tellsHowToHaveOne() {
    house.openWithoutAcme();

    ControlApi.Answer answer = house.still(() -> house.api().get(PATH, ""));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body().path("detail").asText()).contains("LOCAL_CA=on");
  }
}
