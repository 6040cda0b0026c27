package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.api.ControlApi.Answer;
import dev.reveille.testing.Eventually;
import dev.reveille.wake.Machine;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every call: tokens, methods, unknown paths; and the open calls. */
class ControlServerTest {
  private final Machine machine = new Machine();
  private final ControlApi api = new ControlApi(machine);

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /v1/routes",
    "POST, /v1/wake",
    "GET,  /v1/wakes/events?host=shop.test",
    "GET,  /v1/projects",
    "GET,  /v1/projects/shop",
    "POST, /v1/projects/shop/wake",
  })
  void needsAToken(String method, String path) {
    machine.start();

    for (String token : new String[] {"", "wrong", ControlApi.HOOK + "x"}) {
      Answer answer = Eventually.get(api.send(method, path, token, ""));

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.type()).isEqualTo("urn:reveille:problem:token-required");
      assertThat(answer.header("www-authenticate")).startsWith("Bearer");
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
    }
  }

  @Test
  void theHooksTokenOpensNoCallOfAdministrators() {
    machine.start();

    assertThat(api.get("/v1/projects", ControlApi.HOOK).status()).isEqualTo(401);
    assertThat(api.post("/v1/projects/shop/wake", ControlApi.HOOK, "").status()).isEqualTo(401);
  }

  @Test
  void theAdministratorsTokenOpensNoCallOfTheHook() {
    machine.start();

    assertThat(api.get("/v1/routes", ControlApi.ADMIN).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1", "/v1/nothing", "/v2/routes", "/v1/projects/a/b"})
  void saysThatThereIsNoSuchCall(String path) {
    Answer answer = api.get(path, ControlApi.ADMIN);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.type()).isEqualTo("urn:reveille:problem:no-such-call");
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /v1/routes, GET",
    "GET, /v1/wake, POST",
    "POST, /v1/health, GET",
    "PUT, /v1/projects/shop, GET"
  })
  void saysThatACallHasNoSuchMethod(String method, String path, String allowed) {
    Answer answer = Eventually.get(api.send(method, path, ControlApi.ADMIN, ""));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo(allowed);
    assertThat(answer.type()).isEqualTo("urn:reveille:problem:method-not-allowed");
  }

  @Test
  void livesWithoutAnEngineAndWithoutAToken() {
    Answer answer = api.get("/v1/health", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().toString())
        .isEqualTo("{\"status\":\"ok\",\"version\":\"development\"}");
  }

  @Test
  void isReadyOnceTheEngineHasBeenSeen() {
    assertThat(api.get("/v1/ready", "").status()).isEqualTo(503);
    machine.addSite("shop", "web", "");
    machine.start();

    Answer answer = api.get("/v1/ready", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().toString())
        .isEqualTo(
            "{\"status\":\"ready\",\"engine\":\"reachable\",\"version\":\"test.1\",\"routes\":1}");
  }

  @Test
  void saysSinceWhenTheEngineIsGone() {
    machine.start();
    machine.engine.goAway();
    assertThat(machine.inventory.refresh()).failsWithin(Duration.ofSeconds(20));

    Answer answer = api.get("/v1/ready", "");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body().path("status").asText()).isEqualTo("degraded");
    assertThat(answer.body().path("since").asText()).isEqualTo("2026-01-31T12:00:00Z");
  }

  @Test
  void servesItsOwnDescription() {
    assertThat(api.get("/v1/openapi.yaml", "").header("content-type"))
        .isEqualTo("application/yaml");
  }
}
