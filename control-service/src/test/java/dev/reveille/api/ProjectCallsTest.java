package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.api.ControlApi.Answer;
import dev.reveille.testing.Eventually;
import dev.reveille.wake.Machine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProjectCallsTest {
  private final Machine machine = new Machine();
  private final ControlApi api = new ControlApi(machine);

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @Test
  void listsEveryProjectByName() {
    machine.addSite("shop", "web", "").running();
    machine.addSite("blog", "web", "");
    machine.start();

    JsonNode projects = get("/v1/projects").body().path("projects");

    assertThat(projects)
        .extracting(each -> each.path("name").asText())
        .containsExactly("blog", "shop");
    assertThat(projects)
        .extracting(each -> each.path("state").asText())
        .containsExactly("asleep", "running");
  }

  @Test
  void showsAProjectWithItsContainersAndProblems() {
    machine.add("shop", "web").host("shop.test,*.shop.test").label("reveille.port", "http");
    machine.add("shop", "admin").host("admin.test");
    machine.add("shop", "db").healthyAfter(Duration.ZERO).running();
    machine.engine.add("copy").host("admin.test");
    machine.start();

    JsonNode shop = get("/v1/projects/shop").body();
    assertThat(shop.path("hosts").toString()).isEqualTo("[\"admin.test\"]");
    assertThat(shop.path("problems").toString())
        .contains("container shop-web-1: label reveille.port", "container shop-admin-1: host");
    assertThat(shop.path("containers").path(1).toString())
        .isEqualTo(
            "{\"id\":\"%064x\",\"name\":\"shop-db-1\",\"service\":\"db\",".formatted(3)
                + "\"status\":\"running\",\"health\":\"healthy\"}");
    assertThat(shop.has("lastWake")).isFalse();
  }

  @Test
  void tellsAdministratorsWhatAContainerPrintedBeforeItFailed() {
    machine.addSite("shop", "web", "").exitsAfter(Duration.ZERO, 3).prints("no DATABASE_URL");
    machine.start();
    machine.finish("shop");

    JsonNode lastWake = get("/v1/projects/shop").body().path("lastWake");

    assertThat(lastWake.path("outcomes").path("web").toString())
        .isEqualTo(
            "{\"result\":\"failed\",\"reason\":\"container shop-web-1 exited with 3\","
                + "\"container\":\"shop-web-1\",\"exitCode\":3,"
                + "\"logLines\":[\"no DATABASE_URL\"]}");
    assertThat(lastWake.path("begun").asText()).isEqualTo("2026-01-31T12:00:00Z");
    assertThat(lastWake.path("steps").path(0).path("state").asText()).isEqualTo("failed");
  }

  @Test
  void wakesAProjectWithoutWaiting() {
    machine.addSite("shop", "web", "").label("reveille.wake", "off");
    CompletableFuture<Void> gate = machine.probe.hold("shop-web-1");
    machine.start();

    Answer answer = api.post("/v1/projects/shop/wake", ControlApi.ADMIN, "");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("phase").asText()).isEqualTo("starting");
    Eventually.holds("the port was asked", () -> !machine.probe.asked().isEmpty());
    JsonNode waking = get("/v1/projects/shop").body();
    assertThat(waking.path("state").asText()).isEqualTo("waking");
    assertThat(waking.path("wake").path("phase").asText()).isEqualTo("starting");
    gate.complete(null);
    machine.awaitEnd("shop");
    assertThat(get("/v1/projects/shop").body().path("state").asText()).isEqualTo("running");
  }

  @Test
  void saysThatAContainerRunsButDoesNotAnswerYet() {
    var web = machine.addSite("shop", "web", "");
    CompletableFuture<Void> gate = machine.probe.hold("shop-web-1");
    machine.start();

    machine.engine.start(web.id());
    machine.look();

    assertThat(get("/v1/projects/shop").body().path("state").asText()).isEqualTo("starting");
    gate.complete(null);
  }

  @Test
  void knowsNoOtherProjects() {
    machine.start();

    for (Answer answer :
        new Answer[] {
          get("/v1/projects/shop"), api.post("/v1/projects/shop/wake", ControlApi.ADMIN, "")
        }) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.type()).isEqualTo("urn:reveille:problem:no-such-project");
      assertThat(answer.body().path("detail").asText()).contains("\"shop\"");
    }
  }

  @Test
  void wakingAndSleepingAgainDoesNothingMore() {
    machine.addSite("shop", "web", "");
    machine.start();

    for (int i = 0; i < 2; i++) {
      assertThat(api.post("/v1/projects/shop/wake", ControlApi.ADMIN, "").status()).isEqualTo(202);
    }
    machine.awaitEnd("shop");
    for (int i = 0; i < 2; i++) {
      assertThat(api.post("/v1/projects/shop/sleep", ControlApi.ADMIN, "").status()).isEqualTo(200);
    }
    assertThat(machine.engine.calls()).containsExactly("start shop-web-1", "stop shop-web-1");
  }

  @Test
  void aQueryDoesNotReplaceTheProjectInThePath() {
    machine.addSite("shop", "web", "");
    machine.addSite("blog", "web", "");
    machine.start();

    assertThat(get("/v1/projects/shop?name=blog").status()).isEqualTo(400);
  }

  private Answer get(String path) {
    return api.get(path, ControlApi.ADMIN);
  }
}
