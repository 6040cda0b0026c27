package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.Pem;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the gateway is told when it asks for the certificate of a name. */
class CertificateCallTest {
  private static final TestChains.Authority AUTHORITY =
      TestChains.authority("Test CA").intermediate("Test R1");
  private static final String PULL = "pr-1.example.com";

  private final CertificateApi house = new CertificateApi();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void givesChainAndKey() {
    ServerCertificate own = AUTHORITY.leaf("shop.test").make();
    house.custom(Map.of("shop.test", own)).site("shop", "shop.test").openWithoutAcme();

    ControlApi.Answer answer = house.hook("/v1/certificates/shop.test");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.body().path("name").asText()).isEqualTo("shop.test");
    assertThat(answer.body().path("id").asText()).isEqualTo(own.id());
    assertThat(answer.body().path("trusted").asBoolean()).isTrue();
    assertThat(Pem.certificates(answer.body().path("certificate").asText())).isEqualTo(own.chain());
    assertThat(answer.body().path("key").asText()).isEqualTo(own.keyPem());
  }

  @Test
  void namesWithAStarArePercentEncoded() {
    ServerCertificate wildcard = AUTHORITY.leaf("*.shop.test").make();
    house.custom(Map.of("all", wildcard)).site("shop", "*.shop.test").openWithoutAcme();

    ControlApi.Answer below = house.hook("/v1/certificates/%2A.shop.test");
    ControlApi.Answer everyone = house.hook("/v1/certificates/%2A");

    assertThat(below.body().path("id").asText()).isEqualTo(wildcard.id());
    assertThat(below.body().path("name").asText()).isEqualTo("*.shop.test");
    assertThat(everyone.body().path("id").asText()).isEqualTo(house.selfSigned.id());
    assertThat(everyone.body().path("trusted").asBoolean()).isFalse();
  }

  @Test
  void tellsHowLongToRememberThatThereIsNone() {
    house.site("shop", "shop.test").openWithoutAcme();

    for (String name : new String[] {"shop.test", "nobodys.test"}) {
      ControlApi.Answer answer = house.hook("/v1/certificates/" + name + "?wait=20s");

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.type()).isEqualTo("urn:reveille:problem:no-such-certificate");
      assertThat(answer.header("retry-after")).isEqualTo("60");
    }
  }

  @Test
  void isHeldWhileTheFirstCertificateOfAHostIsIssued() {
    openForPulls();

    ControlApi.Answer answer =
        house.api().get("/v1/certificates/" + PULL + "?wait=20s", ControlApi.HOOK);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("name").asText()).isEqualTo(PULL);
    assertThat(answer.body().path("trusted").asBoolean()).isTrue();
    assertThat(house.machine.routes.table().get().certificates()).containsKey(PULL);
  }

  @Test
  void isNotHeldWithoutAWait() {
    openForPulls();

    assertThat(house.hook("/v1/certificates/" + PULL).header("retry-after")).isEqualTo("60");
    assertThat(house.office.ca.orders(PULL)).isEmpty();
  }

  @Test
  void answersInTimeAlthoughTheCaTakesLonger() {
    openForPulls();

    ControlApi.Answer answer = house.hook("/v1/certificates/" + PULL + "?wait=100ms");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("retry-after")).isEqualTo("10");
    house.office.settle();
    assertThat(house.hook("/v1/certificates/" + PULL).status()).isEqualTo(200);
  }

  @Test
  void tellsAtOnceThatANameDoesNotLeadHere() {
    openForPulls();
    house.office.faults.put(PULL, "leads to 192.0.2.7");

    ControlApi.Answer answer =
        house.api().get("/v1/certificates/" + PULL + "?wait=20s", ControlApi.HOOK);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 60);
    assertThat(house.office.ca.orders(PULL)).isEmpty();
  }

  @Test
  void aWaitThatCannotBeReadIsMalformed() {
    house.openWithoutAcme();

    assertThat(house.hook("/v1/certificates/shop.test?wait=soon").type())
        .isEqualTo("urn:reveille:problem:malformed-request");
  }

  @Test
  void nobodyGetsAKeyWithoutAToken() {
    house.openWithoutAcme();

    assertThat(house.still(() -> house.api().get("/v1/certificates/%2A", "")).status())
        .isEqualTo(401);
    assertThat(house.still(() -> house.api().get("/v1/certificates/%2A", "guess")).status())
        .isEqualTo(401);
  }

  /** A host that only a pattern claims has no certificate before somebody asks for it. */
  private void openForPulls() {
    house.site("pulls", "~^pr-[0-9]+\\.example\\.com$");
    house.office.claimed.add(PULL);
    house.open();
  }
}
