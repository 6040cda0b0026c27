package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.concurrent.Timer;
import dev.reveille.testing.EngineFront;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.NewContainer;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Engines that go away, that lose events, and that speak other versions of their API. */
class EngineOutageIT {
  private static final Duration RECONCILE_INTERVAL = Duration.ofSeconds(10);

  /** For the look at the engine itself, and for its way to the gateway. */
  private static final Duration ON_A_BUSY_MACHINE = Duration.ofSeconds(2);

  private final Sandbox sandbox = RealEngine.get().sandbox();
  private final EngineFront engine = front();

  @AfterEach
  void cleanUp() {
    engine.close();
    sandbox.close();
  }

  @Test
  void whatRunsIsServedWhileTheEngineIsAwayAndTheRestWhenItIsBack() throws IOException {
    site("running").run();
    site("asleep").create();
    try (Proxy proxy = proxy();
        Visitor visitor = new Visitor(proxy);
        AdminApi admin = proxy.admin()) {
      Eventually.isTrue(() -> visitor.get(host("running"), "/").statusCode() == 200);

      engine.goAway();
      assertEngineUnreachable(visitor.get(host("asleep"), "/"));
      Eventually.passes(() -> assertDegraded(admin.get("/v1/ready")));
      assertEngineUnreachable(visitor.get(host("asleep"), "/"));
      HttpResponse<String> page = visitor.navigate(host("asleep"), "/");
      assertThat(page.statusCode()).isEqualTo(503);
      assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
      assertThat(page.headers().firstValue("Retry-After")).isPresent();
      assertThat(page.body()).contains("the engine answers again");
      assertThat(visitor.get(host("running"), "/").statusCode()).isEqualTo(200);

      engine.comeBack();
      Eventually.isTrue(() -> admin.get("/v1/ready").path("status").asText().equals("ready"));
      assertThat(visitor.get(host("running"), "/").statusCode()).isEqualTo(200);
      assertThat(visitor.get(host("asleep"), "/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatLostEventsWouldHaveToldIsFoundWithinTheReconcileInterval() {
    try (Proxy proxy = proxy();
        Visitor visitor = new Visitor(proxy)) {
      engine.loseEvents();
      site("missed").run();
      Timer timer = Timer.system();
      Instant begun = timer.instant();
      Eventually.isTrue(() -> visitor.get(host("missed"), "/").statusCode() == 200);

      assertThat(Duration.between(begun, timer.instant()))
          .isLessThan(RECONCILE_INTERVAL.plus(ON_A_BUSY_MACHINE));
    }
  }

  @ParameterizedTest
  @CsvSource({"1.12, 1.41, 1.41", "1.44, 1.52, 1.44"})
  void wakesWithAnEngineThatSpeaksOnlyTheseVersions(String oldest, String newest, String spoken) {
    engine.speak(oldest, newest);
    site("asleep").create();
    try (Proxy proxy = proxy();
        Visitor visitor = new Visitor(proxy)) {
      assertThat(visitor.get(host("asleep"), "/").statusCode()).isEqualTo(200);
    }

    assertThat(engine.requests())
        .filteredOn(request -> request.contains("/containers/"))
        .isNotEmpty()
        .allMatch(request -> request.contains(" /v%s/containers/".formatted(spoken)));
  }

  private static EngineFront front() {
    try {
      return new EngineFront(RealEngine.get().host());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Proxy proxy() {
    return Proxy.start(sandbox, Map.of("DOCKER_HOST", engine.host().toString()));
  }

  private String host(String name) {
    return sandbox.unique(name) + ".test";
  }

  private NewContainer site(String name) {
    return sandbox.container(name).label("reveille.host", host(name));
  }

  private static void assertEngineUnreachable(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.body()).contains("urn:reveille:problem:engine-unreachable");
  }

  private static void assertDegraded(JsonNode ready) {
    assertThat(ready.path("status").asText()).isEqualTo("degraded");
    assertThat(ready.path("engine").asText()).isEqualTo("unreachable");
    assertThat(Instant.parse(ready.path("since").asText())).isBefore(Timer.system().instant());
    assertThat(ready.path("reason").asText()).contains("engine at tcp://127.0.0.1:");
  }
}
