package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsCallTest {
  private static final String EXPIRY = "reveille_certificate_expiry_timestamp_seconds";

  private final CertificateApi house = new CertificateApi().site("shop", "shop.example.com").open();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void speaksPrometheussTextFormat() {
    HttpResponse<String> answer = scrape("*/*");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    assertThat(answer.body())
        .contains("# TYPE " + EXPIRY + " gauge")
        .contains(EXPIRY + "{certificate=\"shop.example.com\",source=\"issued\"}")
        .contains("reveille_certificate_names{state=\"valid\"} 1")
        .doesNotContain("# EOF");
  }

  @Test
  void speaksOpenMetricsWhereThatIsAskedFor() {
    HttpResponse<String> answer =
        scrape("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2");

    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(answer.body()).contains(EXPIRY).endsWith("# EOF\n");
  }

  private HttpResponse<String> scrape(String accept) {
    return house.still(() -> house.api().text("/metrics", "Accept", accept));
  }
}
