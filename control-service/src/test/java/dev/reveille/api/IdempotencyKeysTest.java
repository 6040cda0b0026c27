package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import dev.reveille.wake.Machine;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request that is sent again does nothing more. */
class IdempotencyKeysTest {
  private static final String RENEW = "/v1/certificates/shop.example.com/renew?force=true";

  private final CertificateApi house = new CertificateApi();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void answersASecondTimeAsTheFirst() {
    house.site("shop", "shop.example.com").open();

    HttpResponse<String> first = post(RENEW, "k1");
    house.office.settle();
    HttpResponse<String> again = post(RENEW, "k1");
    HttpResponse<String> other = post(RENEW, "k2");

    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(location(again)).isEqualTo(location(first));
    assertThat(again.headers().firstValue("idempotency-replayed")).contains("true");
    assertThat(first.headers().firstValue("idempotency-replayed")).isEmpty();
    assertThat(location(other)).isNotEqualTo(location(first));
  }

  @Test
  void anAnswerWithoutABodyIsRepeatedToo() {
    house.site("shop", "shop.example.com").open();

    assertThat(post("/v1/certificates/shop.example.com/revoke", "k").statusCode()).isEqualTo(204);
    assertThat(post("/v1/certificates/shop.example.com/revoke", "k").statusCode()).isEqualTo(204);
    assertThat(post("/v1/certificates/shop.example.com/revoke", "l").statusCode()).isEqualTo(404);
  }

  @Test
  void aKeyNamesOneRequestOnly() {
    house.site("shop", "shop.example.com").open();
    post(RENEW, "k");

    HttpResponse<String> other = post("/v1/certificates/renew", "k");

    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(other.body()).contains("idempotency-key-in-use", "has named \\\"POST " + RENEW);
  }

  @Test
  void isForgottenAfterAnHour() {
    house.site("shop", "shop.example.com").open();
    HttpResponse<String> first = post(RENEW, "k");
    house.office.settle();

    house.machine.timer.pass(Duration.ofMinutes(61));

    assertThat(location(post(RENEW, "k"))).isNotEqualTo(location(first));
  }

  @Test
  void hasToBeReadable() {
    house.openWithoutAcme();

    assertThat(post(RENEW, "x".repeat(129)).statusCode()).isEqualTo(400);
    assertThat(post(RENEW, "a b").body()).contains("Idempotency-Key: expected");
  }

  @Test
  void theSecondIsRefusedWhileTheFirstIsUnderWay() {
    Machine machine = new Machine();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    ControlServer.Parts usual = ControlApi.parts(machine, machine.visits());
    ControlServer.CertificateParts certificates = usual.certificates();
    var slow =
        new ControlServer.CertificateParts(
            certificates.served(),
            certificates.imported(),
            certificates.problems(),
            certificates.challenges(),
            certificates.local(),
            certificates.issuance(),
            _ -> {
              asked.complete(null);
              goOn.join();
              return false;
            });
    try (machine;
        ControlApi api =
            new ControlApi(
                new ControlServer.Parts(
                    usual.inventory(),
                    usual.routes(),
                    usual.visits(),
                    usual.wakes(),
                    usual.activity(),
                    usual.sleeps(),
                    usual.removals(),
                    slow,
                    usual.events(),
                    usual.metrics(),
                    usual.operator(),
                    usual.engine(),
                    usual.clock()))) {
      String path = "/v1/certificates/shop.test/roll-back";
      var first = api.postAsync(path, "Idempotency-Key", "k");
      Eventually.get(asked);

      HttpResponse<String> second = Eventually.get(api.postAsync(path, "Idempotency-Key", "k"));
      assertThat(second.statusCode()).isEqualTo(409);
      assertThat(second.headers().firstValue("retry-after")).isPresent();
      goOn.complete(null);
      assertThat(Eventually.get(first).statusCode()).isEqualTo(404);
    }
  }

  private HttpResponse<String> post(String path, String key) {
    return house.still(() -> Eventually.get(house.api().postAsync(path, "Idempotency-Key", key)));
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("location").orElse("");
  }
}
