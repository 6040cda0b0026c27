package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.event.Events;
import dev.reveille.project.InMemoryDisposal;
import dev.reveille.project.Label;
import dev.reveille.reap.LastUse;
import dev.reveille.reap.Removals;
import dev.reveille.store.ProjectFolders;
import dev.reveille.wake.Machine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReapCallsTest {
  private final Machine machine = new Machine();
  private final InMemoryDisposal disposal = new InMemoryDisposal(machine.engine);
  private final LastUse longAgo =
      new LastUse(machine.timer.instant().minus(Duration.ofDays(9)), true, 0);
  private final ControlApi api = new ControlApi(parts());

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @Test
  void showsWhatWouldBeRemovedAndWhy() {
    abandoned("shop");
    machine.addSite("blog", "web", "").label(Label.PERMANENT.key(), "true");

    JsonNode plan = api.get("/v1/reap", ControlApi.ADMIN).body();

    JsonNode blog = plan.path("projects").path(0);
    assertThat(blog.path("action").asText()).isEqualTo("keep");
    assertThat(blog.path("reason").asText()).contains("permanent");
    JsonNode shop = plan.path("projects").path(1);
    assertThat(shop.path("action").asText()).isEqualTo("announce");
    assertThat(shop.path("due").asText()).isEqualTo("2026-01-31T12:00:00Z");
    assertThat(shop.path("volumes").path(0).path("name").asText()).isEqualTo("shop_data");
    assertThat(shop.path("bytes").asInt()).isEqualTo(1_000);
    assertThat(plan.has("refused")).isFalse();
    assertThat(disposal.removed()).isEmpty();
  }

  @Test
  void announcesAndThenRemovesWhatIsDue() {
    abandoned("shop");

    JsonNode first = api.post("/v1/reap", ControlApi.ADMIN, "").body();
    JsonNode second = api.post("/v1/reap", ControlApi.ADMIN, "").body();

    assertThat(first.path("announced").path(0).asText()).isEqualTo("shop");
    assertThat(first.path("removed")).isEmpty();
    assertThat(second.path("removed").path(0).asText()).isEqualTo("shop");
    assertThat(disposal.removed()).containsExactly("container shop-web-1", "volume shop_data");
  }

  @Test
  void saysWhyThereIsNoPlan() {
    machine.engine.goAway();

    assertThat(api.get("/v1/reap", ControlApi.ADMIN).body().path("refused").asText())
        .contains("did not answer");
    assertThat(api.post("/v1/reap", ControlApi.ADMIN, "").body().path("refused").asText())
        .contains("did not answer");
  }

  @Test
  void isForAdministrators() {
    assertThat(api.get("/v1/reap", ControlApi.HOOK).status()).isEqualTo(401);
    assertThat(api.post("/v1/reap", "", "").status()).isEqualTo(401);
  }

  private void abandoned(String project) {
    disposal.volume(project + "_data", Map.of(Label.COMPOSE_PROJECT.key(), project));
    disposal
        .add(project + "-web-1")
        .container()
        .service(project, "web")
        .host(project + ".test")
        .exited(0);
  }

  /** Removals without a grace. */
  private ControlServer.Parts parts() {
    ControlServer.Parts usual = ControlApi.parts(machine, machine.visits());
    Removals removals =
        new Removals(
            new Removals.Parts(
                machine.engine,
                disposal,
                new ProjectFolders(Path.of("/nowhere"), List.of()),
                () -> Map.of("shop", longAgo, "blog", longAgo),
                new InMemoryPemFiles(),
                machine.turns,
                new Events(machine.timer),
                machine.timer,
                Set::of),
            new Removals.Settings(Duration.ofDays(7), Duration.ZERO, false, false));
    return new ControlServer.Parts(
        usual.inventory(),
        usual.routes(),
        usual.visits(),
        usual.wakes(),
        usual.activity(),
        usual.sleeps(),
        removals,
        usual.certificates(),
        usual.events(),
        usual.metrics(),
        usual.operator(),
        usual.engine(),
        usual.clock());
  }
}
