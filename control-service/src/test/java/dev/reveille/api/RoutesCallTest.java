package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.api.ControlApi.Answer;
import dev.reveille.testing.Eventually;
import dev.reveille.wake.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesCallTest {
  private final Machine machine = new Machine();
  private final ControlApi api = new ControlApi(machine);

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @Test
  void tellsTheWholeTableAndItsSettingsToAGatewayThatHasNone() {
    machine.addSite("blog", "web", "");
    machine.add("shop", "web").host("shop.test,*.shop.test,~^pr-[0-9]+$").running();
    machine.start();

    Answer answer = routes("");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().toString())
        .isEqualTo(
            "{\"version\":\"test.1\",\"full\":true,"
                + "\"gateway\":{\"patienceMillis\":50,\"wakeTimeoutMillis\":10000,"
                + "\"pageStatus\":202,\"httpsRedirect\":false,\"challenges\":false,"
                + "\"handshakeWaitMillis\":0,\"ignorePaths\":[\"/health\"],"
                + "\"ignoreUserAgents\":[\"monitor\"]},\"routes\":["
                + asJson("*.shop.test", "shop", "running", "\"10.0.0.4:80\"")
                + ","
                + asJson("blog.test", "blog", "asleep", "")
                + ","
                + asJson("shop.test", "shop", "running", "\"10.0.0.4:80\"")
                + ","
                + asJson("~^pr-[0-9]+$", "shop", "running", "\"10.0.0.4:80\"")
                + "],\"removed\":[],\"certificates\":[],\"removedCertificates\":[]}");
  }

  @Test
  void tellsOfEachRouteWhichRequestsOfItsProjectAreNoUse() {
    machine.addSite("shop", "web", "").label("reveille.idle.ignore", "/poll/*");
    machine.add("shop", "db").label("reveille.idle.ignore", "/health,/poll/*");
    machine.start();

    JsonNode route = routes("").body().path("routes").path(0);

    assertThat(route.path("ignore").toString()).isEqualTo("[\"/health\",\"/poll/*\"]");
  }

  @Test
  void tellsOnlyWhatHasChangedSince() {
    machine.addSite("blog", "web", "");
    var shop = machine.addSite("shop", "web", "").running();
    var wiki = machine.addSite("wiki", "web", "");
    machine.start();

    shop.exited(0);
    wiki.remove();
    machine.look();
    JsonNode change = routes("?after=test.1&wait=20s").body();

    assertThat(change.path("full").asBoolean()).isFalse();
    assertThat(change.path("routes").toString())
        .isEqualTo("[" + asJson("shop.test", "shop", "asleep", "") + "]");
    assertThat(change.path("removed").toString()).isEqualTo("[\"wiki.test\"]");
  }

  @Test
  void holdsTheCallUntilSomethingChanges() {
    machine.addSite("shop", "web", "");
    machine.start();

    CompletableFuture<Answer> held =
        api.send("GET", "/v1/routes?after=test.1&wait=20s", ControlApi.HOOK, "");
    api.get("/v1/health", "");
    assertThat(held).isNotDone();
    machine.finish("shop");

    JsonNode change = Eventually.get(held).body();
    assertThat(change.path("version").asText()).isEqualTo("test.2");
    assertThat(change.path("routes").path(0).path("state").asText()).isEqualTo("running");
  }

  @Test
  void answersWithTheCallersVersionWhenNothingChangesInTime() {
    machine.addSite("shop", "web", "");
    machine.start();

    Answer answer = routes("?after=test.1&wait=50ms");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("version").asText()).isEqualTo("test.1");
    assertThat(answer.body().path("full").asBoolean()).isFalse();
    assertThat(answer.body().path("routes")).isEmpty();
    assertThat(answer.body().path("removed")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"earlier.1", "test.99", "nonsense", "test.-1", "%7E.1"})
  void tellsEverythingAtOnceToACallerWhoseVersionItDoesNotKnow(String version) {
    machine.addSite("shop", "web", "");
    machine.start();

    JsonNode body = routes("?wait=20s&after=" + version).body();

    assertThat(body.path("full").asBoolean()).isTrue();
    assertThat(body.path("routes")).hasSize(1);
  }

  @Test
  void holdsTheCallUntilTheEngineHasBeenSeen() {
    machine.addSite("shop", "web", "");

    CompletableFuture<Answer> held = api.send("GET", "/v1/routes?wait=20s", ControlApi.HOOK, "");
    api.get("/v1/health", "");
    assertThat(held).isNotDone();
    machine.start();

    assertThat(Eventually.get(held).body().path("routes")).hasSize(1);
  }

  @Test
  void neverTellsAnEmptyTableBecauseTheEngineWasNotSeen() {
    Answer answer = routes("?wait=50ms");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.type()).isEqualTo("urn:reveille:problem:engine-unreachable");
    assertThat(answer.header("retry-after")).isEqualTo("1");
  }

  @Test
  void saysWhatIsWrongWithAWait() {
    Answer answer = routes("?wait=soon");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("detail").asText()).contains("wait", "soon");
  }

  @Test
  void aThousandHeldCallsNeedNoThreads() throws IOException {
    machine.addSite("shop", "web", "");
    machine.start();
    api.get("/v1/health", "");
    int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();

    String request =
        String.join(
            "\r\n",
            "GET /v1/routes?after=test.1&wait=60s HTTP/1.1",
            "Host: control",
            "Authorization: Bearer " + ControlApi.HOOK,
            "",
            "");

    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 1_000; i++) {
        held.add(api.connect(request));
      }
      api.get("/v1/health", "");
      assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
          .isLessThan(threadsBefore + 50);

      machine.finish("shop");
      for (Socket socket : held) {
        assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 200 OK");
      }
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  private Answer routes(String query) {
    return api.get("/v1/routes" + query, ControlApi.HOOK);
  }

  private static String asJson(String host, String project, String state, String upstreams) {
    return "{\"host\":\"%s\",\"project\":\"%s\",\"state\":\"%s\",\"upstreams\":[%s]}"
        .formatted(host, project, state, upstreams);
  }

  private static String firstLine(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }
}
