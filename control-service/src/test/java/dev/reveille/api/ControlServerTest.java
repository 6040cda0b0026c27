package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.api.ControlApi.Answer;
import dev.reveille.testing.Eventually;
import dev.reveille.wake.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
  @MethodSource("dev.reveille.api.OpenApiTest#calls")
  void asksForTheTokenOfTheCallAndNoOtherOpensIt(Calls.Call call) {
    machine.start();
    String path = call.path().replaceAll("\\{\\w+}", "shop");
    List<String> wrong = new ArrayList<>(List.of("", "wrong", ControlApi.HOOK + "x", "Bearer"));
    switch (call.access()) {
      case OPEN, BROWSER -> wrong.clear();
      case HOOK -> wrong.add(ControlApi.ADMIN);
      case ADMIN, METRICS -> wrong.add(ControlApi.HOOK);
      case HOOK_OR_ADMIN -> {}
    }

    for (String token : wrong) {
      Answer answer = Eventually.get(api.send(call.method().toString(), path, token, ""));

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.type()).isEqualTo("urn:reveille:problem:token-required");
      assertThat(answer.header("www-authenticate")).startsWith("Bearer");
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
    }
    assertThat(machine.engine.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dashboard/", "/v1", "/v1/nothing", "/v2/routes", "/v1/projects/a/b"})
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

  @ParameterizedTest
  @CsvSource({"0.0.0.0, true", "127.0.0.1, false", "localhost, false"})
  void warnsWhereTokensTravelWithoutTls(String host, boolean isWarned) {
    ControlServer.Settings usual = ControlApi.SETTINGS;
    var settings =
        new ControlServer.Settings(
            host,
            0,
            usual.patience(),
            usual.wakeTimeout(),
            usual.pageStatus(),
            usual.https(),
            usual.ignored(),
            usual.dashboard());
    try (LogLines log = LogLines.of(ControlServer.class);
        ControlApi _ = new ControlApi(settings, ControlApi.parts(machine, machine.visits()))) {
      assertThat(log.warnings())
          .hasSize(isWarned ? 1 : 0)
          .allSatisfy(
              line -> assertThat(line).contains("without TLS", "CONTROL_HOST", host, "/v1/health"));
    }
  }

  @Test
  void servesItsOwnDescription() {
    assertThat(api.get("/v1/openapi.yaml", "").header("content-type"))
        .isEqualTo("application/yaml");
  }
}
