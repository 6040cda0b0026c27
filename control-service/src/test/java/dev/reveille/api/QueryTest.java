package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.api.ControlApi.Answer;
import dev.reveille.testing.Eventually;
import dev.reveille.wake.Machine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Query parameters: those that choose, and those that are wrong. */
class QueryTest {
  private final Machine machine = new Machine();
  private final ControlApi api = new ControlApi(machine);

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /v1/projects?limt=5,               limt: the call has no such parameter",
    "GET,  /v1/projects?limit=0,              limit: expected a number from 1 to 1000",
    "GET,  /v1/projects?limit=many,           limit: expected a number",
    "GET,  /v1/projects?limit=1&limit=2,      limit: it comes more than once",
    "GET,  /v1/projects?after=%21,            after: take it from \"next\"",
    "GET,  /v1/projects?state=awake,          'state: expected some of asleep, falling-asleep'",
    "GET,  /v1/projects/shop?name=blog,       name: the call has no such parameter; it has none",
    "POST, /v1/projects/shop/sleep?due=maybe, due: expected true or false",
    "POST, /v1/projects/shop/keep-awake,      for: it is missing",
    "GET,  /v1/ready?verbose,                 verbose: the call has no such parameter"
  })
  void namesAParameterThatCantBeRead(String method, String path, String why) {
    machine.addSite("shop", "web", "");
    machine.start();

    Answer answer = get(method, path);

    assertThat(answer.body().path("detail").asText()).startsWith("query parameter " + why);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo("urn:reveille:problem:malformed-request");
  }

  @Test
  void theHooksCallsPassOverWhatANewerGatewayAsks() {
    machine.start();

    assertThat(api.get("/v1/routes?wait=0s&shape=small", ControlApi.HOOK).status()).isEqualTo(200);
    assertThat(api.get("/v1/certificates/x?shape=small", ControlApi.HOOK).status()).isEqualTo(404);
    assertThat(api.get("/v1/routes?wait=soon", ControlApi.HOOK).status()).isEqualTo(400);
    assertThat(api.get("/v1/wakes/events", ControlApi.HOOK).status()).isEqualTo(400);
  }

  @Test
  void tellsProjectsInPagesOfWhichNoneIsMissingWhenOthersComeAndGo() {
    for (String name : List.of("b", "d", "f", "h")) {
      machine.addSite(name, "web", "");
    }
    machine.start();

    JsonNode first = projects("?limit=2");
    machine.addSite("a", "web", "");
    machine.addSite("e", "web", "");
    machine.look();
    JsonNode second = projects("?limit=2&after=" + first.path("next").asText());
    JsonNode third = projects("?limit=2&after=" + second.path("next").asText());

    assertThat(names(first)).containsExactly("b", "d");
    assertThat(names(second)).containsExactly("e", "f");
    assertThat(names(third)).containsExactly("h");
    assertThat(third.has("next")).isFalse();
    assertThat(names(projects(""))).containsExactly("a", "b", "d", "e", "f", "h");
  }

  @Test
  void tellsOnlyProjectsInTheWantedStates() {
    machine.addSite("blog", "web", "").running();
    machine.addSite("shop", "web", "");
    machine.start();
    machine.awaitRoute("blog.test");

    assertThat(names(projects("?state=running"))).containsExactly("blog");
    assertThat(names(projects("?state=asleep,waking&limit=5"))).containsExactly("shop");
    assertThat(names(projects("?state=waking"))).isEmpty();
  }

  @Test
  void tellsAPlanInPages() {
    machine.addSite("blog", "web", "").running();
    machine.addSite("shop", "web", "").running();
    machine.start();

    List<String> seen = new ArrayList<>();
    String after = "";
    do {
      JsonNode plan = get("GET", "/v1/reap?limit=1" + after).body();
      plan.path("sleeps").forEach(each -> seen.add("sleep " + each.path("project").asText()));
      plan.path("projects").forEach(each -> seen.add("project " + each.path("project").asText()));
      after = plan.has("next") ? "&after=" + plan.path("next").asText() : "";
    } while (!after.isEmpty());

    assertThat(seen).containsExactly("sleep blog", "sleep shop", "project blog", "project shop");
  }

  private JsonNode projects(String query) {
    return get("GET", "/v1/projects" + query).body();
  }

  private static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.path("projects").forEach(each -> names.add(each.path("name").asText()));
    return names;
  }

  private Answer get(String method, String path) {
    return Eventually.get(api.send(method, path, ControlApi.ADMIN, ""));
  }
}
