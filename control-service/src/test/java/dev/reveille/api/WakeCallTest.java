package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.api.ControlApi.Answer;
import dev.reveille.testing.Eventually;
import dev.reveille.wake.Machine;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WakeCallTest {
  private static final String NAVIGATION = ",\"navigation\":true";

  private final Machine machine = new Machine(1);
  private ControlApi api = new ControlApi(machine);

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @Test
  void answersAtOnceWithTheRouteOfWhatRuns() {
    machine.addSite("shop", "web", "").exposes(8080).running();
    machine.start();

    Answer answer = api.visit("shop.test", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().toString())
        .isEqualTo(
            "{\"host\":\"shop.test\",\"project\":\"shop\",\"state\":\"running\","
                + "\"upstreams\":[\"10.0.0.3:8080\"],\"version\":\"test.1\","
                + "\"cold\":false,\"tookMillis\":0}");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
  }

  @Test
  void holdsACallUntilTheProjectIsReady() {
    machine.addSite("shop", "web", "");
    CompletableFuture<Void> gate = machine.probe.hold("shop-web-1");
    machine.start();

    CompletableFuture<Answer> held = api.visiting("shop.test", "");
    Eventually.holds("the port was asked", () -> !machine.probe.asked().isEmpty());
    assertThat(held).isNotDone();
    gate.complete(null);
    Answer answer = Eventually.get(held);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("cold").asBoolean()).isTrue();
    assertThat(answer.body().path("upstreams")).hasSize(1);
    assertThat(answer.body().path("version").asText())
        .isEqualTo(machine.routes.table().get().version().toString());
  }

  @Test
  void tellsHowLongTheVisitorWaited() {
    machine.addSite("shop", "web", "").startTakes(Duration.ofMillis(340));
    machine.start();

    assertThat(api.visit("shop.test", "").body().path("tookMillis").asLong()).isEqualTo(340);
  }

  @Test
  void aPageLoadGetsTheStepsAfterThePatience() {
    machine.addSite("shop", "web", "db:service_healthy:false");
    machine.add("shop", "db").dependsOn("").healthyAfter(Duration.ofSeconds(1));
    CompletableFuture<Void> gate = machine.probe.hold("shop-web-1");
    machine.start();

    Answer answer = api.visit("shop.test", NAVIGATION);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("project").asText()).isEqualTo("shop");
    assertThat(answer.body().path("phase").asText()).isEqualTo("starting");
    assertThat(answer.body().has("queuePosition")).isFalse();
    assertThat(answer.body().path("steps")).hasSize(2);
    assertThat(answer.body().path("retryAfterSeconds").asInt()).isPositive();
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    gate.complete(null);
    machine.awaitRoute("shop.test");
  }

  @Test
  void aPageLoadThatQueuesIsToldItsPlace() {
    machine.addSite("shop", "web", "");
    machine.addSite("blog", "web", "");
    CompletableFuture<Void> gate = machine.probe.hold("shop-web-1");
    machine.start();
    machine.wake("shop");
    Eventually.holds("the first one wakes", () -> !machine.probe.asked().isEmpty());

    Answer answer = api.visit("blog.test", NAVIGATION);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("phase").asText()).isEqualTo("queued");
    assertThat(answer.body().path("queuePosition").asInt()).isEqualTo(1);
    gate.complete(null);
  }

  @Test
  void namesTheContainerThatFailedButNotWhatItPrinted() {
    machine.addSite("shop", "web", "").exitsAfter(Duration.ZERO, 3).prints("password=hunter2");
    machine.start();

    Answer answer = api.visit("shop.test", "");

    assertThat(answer.body().toString())
        .isEqualTo(
            "{\"type\":\"urn:reveille:problem:wake-failed\","
                + "\"title\":\"The project could not be started\",\"status\":502,"
                + "\"detail\":\"container shop-web-1 exited with 3\","
                + "\"host\":\"shop.test\",\"project\":\"shop\"}");
    assertProblem(answer, 502, "wake-failed", "10");
  }

  @Test
  void saysWhatDidNotGetReadyInTime() {
    machine.addSite("shop", "web", "");
    machine.probe.neverAnswers("shop-web-1");
    machine.start();

    Answer answer = api.visit("shop.test", "");

    assertProblem(answer, 504, "not-ready-in-time", "10");
    assertThat(answer.body().path("detail").asText()).contains("shop-web-1", "port 80");
  }

  @Test
  void holdsNobodyForLongerThanTheTimeout() {
    machine.addSite("shop", "web", "");
    CompletableFuture<Void> gate = machine.probe.hold("shop-web-1");
    machine.start();
    visitsWith(0, true, Duration.ofMillis(50));

    Answer answer = api.visit("shop.test", "");

    assertProblem(answer, 504, "not-ready-in-time", "10");
    gate.complete(null);
    machine.awaitRoute("shop.test");
  }

  @Test
  void knowsNothingOfAHostThatNobodyClaims() {
    machine.start();

    assertProblem(api.visit("other.test", ""), 404, "no-such-host", "");
  }

  @Test
  void saysThatVisitsDoNotWakeIt() {
    machine.addSite("shop", "web", "");
    machine.start();
    visitsWith(0, false, Machine.TIMEOUT);

    assertProblem(api.visit("shop.test", ""), 406, "autostart-off", "");
  }

  @Test
  void saysWhenAClientMayWakeAgain() {
    machine.addSite("shop", "web", "");
    machine.addSite("blog", "web", "");
    machine.start();
    visitsWith(1, true, Machine.TIMEOUT);
    api.visit("shop.test", ",\"client\":\"203.0.113.9\"");

    Answer answer = api.visit("blog.test", ",\"client\":\"203.0.113.9\"");

    assertProblem(answer, 429, "too-many-wakes", "60");
  }

  @Test
  void turnsCrawlersAway() {
    machine.addSite("shop", "web", "");
    machine.start();

    Answer answer = api.visit("shop.test", ",\"userAgent\":\"Somebot/1.0\"");

    assertProblem(answer, 503, "wake-ignored", "300");
    assertThat(machine.engine.calls()).isEmpty();
  }

  @Test
  void saysThatTheEngineDoesNotAnswerWithoutSayingWhereItIs() {
    machine.addSite("shop", "web", "");
    machine.start();
    machine.engine.goAway();

    Answer answer = api.visit("shop.test", "");

    assertProblem(answer, 503, "engine-unreachable", "10");
    assertThat(answer.body().path("detail").asText()).doesNotContain("memory");
  }

  @Test
  void holdsAVisitUntilTheEngineHasBeenSeen() {
    machine.addSite("shop", "web", "");

    CompletableFuture<Answer> held = api.visiting("shop.test", "");
    machine.start();

    assertThat(Eventually.get(held).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHOP.test", "shop.test.", "shop.test:8080", "Shop.Test.:443"})
  void takesAHostAsItStandsInTheHeader(String host) {
    machine.addSite("shop", "web", "").running();
    machine.start();

    assertThat(api.visit(host, "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "\"shop.test\"",
        "{}",
        "{\"host\":null}",
        "{\"host\":\"\"}",
        "{\"host\":{}}",
        "{\"host\":\"shop.test\",\"navigation\":\"perhaps\"}",
        "\u0000"
      })
  void saysWhatIsWrongWithABodyThatCanNotBeRead(String body) {
    machine.start();

    assertProblem(api.post("/v1/wake", ControlApi.HOOK, body), 400, "malformed-request", "");
  }

  @Test
  void passesOverFieldsThatItDoesNotKnow() {
    machine.addSite("shop", "web", "").running();
    machine.start();

    assertThat(api.visit("shop.test", ",\"later\":{\"version\":[2]}").status()).isEqualTo(200);
  }

  @Test
  void refusesABodyThatIsFarTooLarge() {
    machine.start();

    assertProblem(
        api.visit("shop.test", ",\"path\":\"/%s\"".formatted("x".repeat(140_000))),
        413,
        "body-too-large",
        "");
  }

  @Test
  void refusesABodyThatGrowsFarTooLarge() throws IOException {
    machine.start();
    String chunk = "%x\r\n%s\r\n".formatted(140_000, "x".repeat(140_000));

    try (Socket socket = api.connect(head("Transfer-Encoding: chunked") + chunk + "0\r\n\r\n")) {
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
    }
  }

  @Test
  void readsABodyThatComesInPieces() throws IOException {
    machine.addSite("shop", "web", "").running();
    machine.start();
    String body = "{\"host\":\"shop.test\"}";

    try (Socket socket = api.connect(head("Content-Length: " + body.length()))) {
      api.get("/v1/health", "");
      socket.getOutputStream().write(body.substring(0, 5).getBytes(StandardCharsets.US_ASCII));
      api.get("/v1/health", "");
      socket.getOutputStream().write(body.substring(5).getBytes(StandardCharsets.US_ASCII));

      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  private void visitsWith(int wakesPerMinute, boolean autostart, Duration hold) {
    api.close();
    api = new ControlApi(machine, machine.visits(wakesPerMinute, Machine.policy(autostart, hold)));
  }

  private static void assertProblem(Answer answer, int status, String type, String retryAfter) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo("urn:reveille:problem:" + type);
    assertThat(answer.body().path("status").asInt()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.header("retry-after")).isEqualTo(retryAfter);
  }

  private static String head(String framing) {
    return "POST /v1/wake HTTP/1.1\r\nHost: control\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n"
        .formatted(ControlApi.HOOK, framing);
  }

  private static String statusLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = socket.getInputStream().read();
        next > '\r';
        next = socket.getInputStream().read()) {
      line.append((char) next);
    }
    return line.toString();
  }
}
