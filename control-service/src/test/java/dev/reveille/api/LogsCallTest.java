package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.api.ControlApi.Answer;
import dev.reveille.wake.Machine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a project's page asks for beside the project itself: log lines, and the last wakes. */
class LogsCallTest {
  private final Machine machine = new Machine();
  private final ControlApi api = new ControlApi(machine);

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @Test
  void tellsTheLastLinesOfEachContainer() {
    machine.addSite("shop", "web", "").printsNow("one").printsNow("two").printsNow("three");
    machine.add("shop", "db");
    machine.start();

    JsonNode containers = get("/v1/projects/shop/logs?lines=2").body().path("containers");

    assertThat(containers.toString())
        .isEqualTo(
            "[{\"name\":\"shop-db-1\",\"service\":\"db\",\"lines\":[]},"
                + "{\"name\":\"shop-web-1\",\"service\":\"web\",\"lines\":[\"two\",\"three\"]}]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "501", "-1", "many", "99999999999"})
  void refusesNumbersOfLinesThatAreNone(String lines) {
    machine.addSite("shop", "web", "");
    machine.start();

    assertThat(get("/v1/projects/shop/logs?lines=" + lines).status()).isEqualTo(400);
  }

  @Test
  void tellsWhyThereAreNoLines() {
    machine.addSite("shop", "web", "");
    machine.start();
    machine.engine.goAway();

    assertThat(get("/v1/projects/shop/logs").body().at("/containers/0/error").asText())
        .contains("did not answer");
  }

  @Test
  void tellsWhatEachServiceReachedWhenInTheLastWakes() {
    machine.addSite("shop", "web", "db:service_started:false");
    machine.add("shop", "db");
    machine.start();
    assertThat(get("/v1/projects/shop/wakes").body().path("wakes")).isEmpty();
    machine.finish("shop");

    JsonNode wake = get("/v1/projects/shop/wakes").body().at("/wakes/0");

    assertThat(wake.at("/outcomes/web/result").asText()).isEqualTo("ready");
    assertThat(wake.path("moments").findValuesAsText("state")).endsWith("ready");
    assertThat(wake.path("moments").findValuesAsText("service")).contains("db", "web");
  }

  @Test
  void thereIsNothingOfAProjectThatIsNotThere() {
    machine.start();

    assertThat(get("/v1/projects/nothing/logs").status()).isEqualTo(404);
    assertThat(get("/v1/projects/nothing/wakes").status()).isEqualTo(404);
  }

  private Answer get(String path) {
    return api.get(path, ControlApi.ADMIN);
  }
}
