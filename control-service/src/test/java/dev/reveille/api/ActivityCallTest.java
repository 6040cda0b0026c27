package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.api.ControlApi.Answer;
import dev.reveille.wake.Machine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityCallTest {
  private final Machine machine = new Machine();
  private final ControlApi api = new ControlApi(machine);

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @Test
  void countsWhatAGatewayReports() {
    machine.addSite("shop", "web", "").running();
    machine.start();

    Answer first = report("{\"started\":3,\"ended\":2,\"open\":1,\"quiet\":1,\"bytes\":612}");
    Answer second =
        report(
            "{\"started\":4,\"ended\":3,\"open\":1,\"statuses\":{\"2xx\":3},\"latency\":[3,0],"
                + "\"later\":true}");

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.body().toString()).isEqualTo("{\"known\":false}");
    assertThat(second.body().toString()).isEqualTo("{\"known\":true}");
    var shop = api.get("/v1/projects/shop", ControlApi.ADMIN).body();
    assertThat(shop.path("open").asInt()).isEqualTo(1);
    assertThat(shop.path("requests").asInt()).isEqualTo(4);
    assertThat(shop.path("usedBy").asText()).isEqualTo("an open request");
    assertThat(shop.path("lastUse").asText()).isEqualTo("2026-01-31T12:00:00Z");
    assertThat(shop.has("keptAwakeUntil")).isFalse();
  }

  @Test
  void hearsOfAGatewayThatHasNothingToTell() {
    Answer answer =
        api.post("/v1/activity", ControlApi.HOOK, "{\"gateway\":\"g1\",\"routes\":\"\"}");

    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "{}",
        "{\"gateway\":\" \"}",
        "{\"gateway\":\"g1\",\"projects\":{\"shop\":null}}",
        "{\"gateway\":\"g1\",\"projects\":{\"shop\":{\"open\":-1}}}",
        "{\"gateway\":\"g1\",\"projects\":{\"shop\":{\"latency\":[null]}}}",
        "{\"gateway\":\"g1\",\"projects\":{\"shop\":{\"statuses\":{\"2xx\":-3}}}}"
      })
  void takesNothingOfAReportThatIsNotSound(String body) {
    Answer answer = api.post("/v1/activity", ControlApi.HOOK, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo("urn:reveille:problem:malformed-request");
  }

  @Test
  void takesAReportOfAThousandProjectsAndNotOneWithoutEnd() {
    StringBuilder projects = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      projects.append(",\"project-%d\":{\"started\":1,\"ended\":1}".formatted(i));
    }
    String many = "{\"gateway\":\"g1\",\"projects\":{" + projects.substring(1) + "}}";

    assertThat(api.post("/v1/activity", ControlApi.HOOK, many).status()).isEqualTo(200);
    String endless = "{\"gateway\":\"" + "g".repeat(1024 * 1024) + "\"}";
    assertThat(api.post("/v1/activity", ControlApi.HOOK, endless).status()).isEqualTo(413);
  }

  private Answer report(String shop) {
    String body =
        "{\"gateway\":\"g1\",\"routes\":\"test.1\",\"projects\":{\"shop\":%s}}".formatted(shop);
    return api.post("/v1/activity", ControlApi.HOOK, body);
  }
}
