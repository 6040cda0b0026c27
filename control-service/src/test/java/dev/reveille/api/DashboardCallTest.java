package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reveille.event.Events;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.ScriptedContainer;
import dev.reveille.wake.Machine;
import java.io.IOException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the dashboard is told while it watches. */
class DashboardCallTest {
  private final Machine machine = new Machine();
  private final ControlServer.Parts parts = ControlApi.parts(machine, machine.visits());
  private final ControlApi api = new ControlApi(parts);
  private final Events events = parts.events();

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @Test
  void tellsEverythingAtFirst() throws IOException {
    machine.addSite("shop", "web", "");
    machine.addSite("blog", "web", "");
    machine.start();
    events.add("project.asleep", "shop", "nobody used it");

    try (EventStream stream = watch()) {
      EventStream.Event first = stream.next();
      JsonNode whole = json(first);

      assertThat(first.name()).isEqualTo("whole");
      assertThat(whole.path("full").asBoolean()).isTrue();
      assertThat(whole.path("projects").findValuesAsText("name")).contains("blog", "shop");
      assertThat(whole.at("/engine/state").asText()).isEqualTo("reachable");
      assertThat(whole.at("/events/0/text").asText()).isEqualTo("nobody used it");
    }
  }

  @Test
  void thenOnlyWhatChanged() throws IOException {
    machine.addSite("shop", "web", "");
    machine.addSite("blog", "web", "");
    machine.start();

    try (EventStream stream = watch()) {
      assertThat(stream.next().name()).isEqualTo("whole");
      api.post("/v1/projects/shop/wake", ControlApi.ADMIN, "");
      JsonNode running = await(stream, it -> it.at("/projects/0/state").asText().equals("running"));

      assertThat(running.path("full").asBoolean()).isFalse();
      assertThat(running.path("projects")).hasSize(1);
      assertThat(running.at("/projects/0/name").asText()).isEqualTo("shop");
      assertThat(running.at("/projects/0/lastWake").isMissingNode()).isFalse();
    }
  }

  @Test
  void tellsOfProjectsThatAreGone() throws IOException {
    ScriptedContainer shop = machine.addSite("shop", "web", "");
    machine.start();

    try (EventStream stream = watch()) {
      assertThat(stream.next().name()).isEqualTo("whole");
      shop.remove();
      machine.look();
      JsonNode gone = await(stream, it -> !it.path("goneProjects").isEmpty());

      assertThat(gone.at("/goneProjects/0").asText()).isEqualTo("shop");
    }
  }

  @Test
  void measuresWhatRunsWhileSomebodyWatches() throws IOException {
    machine.addSite("shop", "web", "");
    machine.start();
    machine.finish("shop");

    try (EventStream stream = watch()) {
      JsonNode loads = await(stream, it -> !it.path("loads").isEmpty());

      assertThat(loads.at("/loads/shop/memoryBytes").asLong())
          .isEqualTo(InMemoryEngine.MEMORY_BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/dashboard/events", "/v1/events"})
  void aBrowsersStreamEndsWithItsSession(String stream) throws IOException {
    machine.start();
    events.add("certificate.ordered", "shop.test", "told");
    RawCall login =
        RawCall.of("POST", "/v1/session")
            .with("Sec-Fetch-Site", "same-origin")
            .sending("{\"token\":\"%s\"}".formatted(ControlApi.ADMIN));
    String cookie = login.at(api).cookie();
    String[] headers = {"Cookie", cookie, "Sec-Fetch-Site", "same-origin"};

    try (EventStream told = new EventStream(api.stream(stream, headers))) {
      assertThat(told.next().data()).contains("told");
      RawCall.of("DELETE", "/v1/session")
          .with("Cookie", cookie)
          .with("Sec-Fetch-Site", "same-origin")
          .at(api);
      events.add("certificate.issued", "shop.test", "told to nobody any more");

      assertThat(told.rest()).noneMatch(event -> event.data().contains("told to nobody"));
    }
  }

  @Test
  void isForAdministrators() {
    assertThat(api.get("/v1/dashboard/events", "").status()).isEqualTo(401);
    assertThat(api.get("/v1/dashboard/events", ControlApi.HOOK).status()).isEqualTo(401);
  }

  private EventStream watch() {
    return new EventStream(
        api.stream("/v1/dashboard/events", "Authorization", "Bearer " + ControlApi.ADMIN));
  }

  private static JsonNode await(EventStream stream, Predicate<JsonNode> isIt) {
    for (EventStream.Event event = stream.next(); !event.name().isEmpty(); event = stream.next()) {
      JsonNode told = json(event);
      if (isIt.test(told)) {
        return told;
      }
    }
    throw new AssertionError("the stream ended");
  }

  private static JsonNode json(EventStream.Event event) {
    try {
      return JsonMapper.builder().build().readTree(event.data());
    } catch (JsonProcessingException e) {
      throw new AssertionError(event.data(), e);
    }
  }
}
