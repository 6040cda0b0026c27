package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChallengeCallTest {
  private static final String PATH = "/v1/acme-challenges/";

  private final CertificateApi house = new CertificateApi().openWithoutAcme();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void answersAChallengeAsLongAsAnOrderWaitsForIt() {
    var handle = house.challenges.answer("LoqXcYV8", "LoqXcYV8.9jg46WB3");

    HttpResponse<String> answer =
        house.api().text(PATH + "LoqXcYV8", "Authorization", "Bearer " + ControlApi.HOOK);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("text/plain");
    assertThat(answer.body()).isEqualTo("LoqXcYV8.9jg46WB3");
    handle.close();
    assertThat(house.hook(PATH + "LoqXcYV8").status()).isEqualTo(404);
  }

  @Test
  void leavesOtherTokensToTheProjects() {
    assertThat(house.hook(PATH + "somebody-elses").type())
        .isEqualTo("urn:reveille:problem:no-such-challenge");
  }

  @Test
  void answersTheGatewayAlone() {
    assertThat(house.get(PATH + "LoqXcYV8").status()).isEqualTo(401);
  }
}
