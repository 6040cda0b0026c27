package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.concurrent.Timer;
import dev.reveille.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What visitors do is counted, for as long as they do it, whoever dies meanwhile. */
class UseIT {
  @RegisterExtension
  static final Installation reveille =
      Installation.with("IDLE_IGNORE_PATHS", "/health", "IDLE_IGNORE_USER_AGENTS", "Monitor");

  @Test
  void aWebSocketIsUseUntilItEnds() {
    String project = awake("socket");

    try (Wire socket = webSocket("socket")) {
      awaitOpen(project, 1);
      assertThat(admin(project).path("usedBy").asText()).isEqualTo("an open request");
      assertThat(socket.send("ping").read(4)).isEqualTo("ping");
    }
    awaitOpen(project, 0);
  }

  @Test
  void aStreamOfEventsIsUseUntilItEnds() {
    String project = awake("events");

    try (Wire stream = get("events", "/sse")) {
      assertThat(stream.readHead()).first().isEqualTo("HTTP/1.1 200 OK");
      awaitOpen(project, 1);
    }
    awaitOpen(project, 0);
  }

  @Test
  void aDownloadThatNobodyReadsOnIsUseUntilItEnds() {
    String project = awake("download");

    try (Wire download = get("download", "/bytes?50000000")) {
      assertThat(download.readHead()).first().isEqualTo("HTTP/1.1 200 OK");
      awaitOpen(project, 1);
    }
    awaitOpen(project, 0);
  }

  @Test
  void anUploadThatDoesNotGoOnIsUseUntilItEnds() {
    String project = awake("upload");

    try (Wire upload = reveille.visitor().wire()) {
      upload.head("POST /echo HTTP/1.1", "Host: " + host("upload"), "Content-Length: 4").send("he");
      awaitOpen(project, 1);
      upload.send("re");
      assertThat(upload.readHead()).first().isEqualTo("HTTP/1.1 200 OK");
      assertThat(upload.read(4)).isEqualTo("here");
      awaitOpen(project, 0);
    }
  }

  @Test
  void requestsThatAreNoUseAreNotCounted() {
    String project = reveille.sandbox().unique("polled");
    reveille.site("polled").label("reveille.idle.ignore", "/poll/*").run();
    awake(project, "polled");
    Visitor visitor = reveille.visitor();
    long before = settledRequests(project);

    visitor.get(host("polled"), "/health");
    visitor.get(host("polled"), "/poll/news?since=1");
    visitor.send(visitor.request(host("polled"), "/").header("User-Agent", "My-monitor/1.0"));
    JsonNode last = admin(project).path("lastUse");
    visitor.get(host("polled"), "/?a=visit");

    assertThat(settledRequests(project)).isEqualTo(before + 1);
    assertThat(admin(project).path("lastUse")).isNotEqualTo(last);
  }

  @Test
  void whatAKilledWorkerHadOpenIsOpenNoMore() {
    String project = awake("leak");
    List<Wire> sockets = IntStream.range(0, 6).mapToObj(_ -> webSocket("leak")).toList();
    try {
      awaitOpen(project, 6);
      long before = requests(project);

      reveille.proxy().gateway().children().forEach(ProcessHandle::destroyForcibly);

      awaitOpen(project, 0);
      Eventually.isTrue(() -> isServed("leak"));
      Eventually.holds("what came later is counted", () -> requests(project) > before);
    } finally {
      sockets.forEach(Wire::close);
    }
  }

  @Test
  void aKilledControlServiceKnowsWhoUsedAProjectLast() {
    String project = awake("kept");
    reveille.visitor().get(host("kept"), "/?one=more");
    long requests = settledRequests(project);
    Eventually.passes(
        () -> {
          JsonNode now = admin(project);
          assertThat(stored())
              .contains(
                  "\"%s\":{\"last\":\"%s\",\"by\":\"a request\",\"requests\":%d"
                      .formatted(project, now.path("lastUse").asText(), requests));
        });
    JsonNode before = admin(project);

    reveille.killControlService();
    reveille.awaitControlService();
    letReportsCome();

    assertThat(admin(project).path("lastUse")).isEqualTo(before.path("lastUse"));
    assertThat(admin(project).path("usedBy")).isEqualTo(before.path("usedBy"));
    assertThat(requests(project)).isEqualTo(requests);
    assertThat(isServed("kept")).isTrue();
    assertThat(settledRequests(project)).isEqualTo(requests + 1);
  }

  @Test
  void aNewGatewayCountsOnWhereTheOldOneEnded() {
    String project = awake("gateway");
    long before = settledRequests(project);

    reveille.proxy().killGateway();
    Eventually.isTrue(() -> isServed("gateway"));

    Eventually.holds("what came later is counted", () -> requests(project) > before);
  }

  /** A project that runs, and that the gateway proxies to. */
  private static String awake(String name) {
    reveille.site(name).run();
    return awake(reveille.sandbox().unique(name), name);
  }

  private static String awake(String project, String name) {
    reveille.siteHost(name);
    reveille.awaitState(project, "running");
    Eventually.isTrue(() -> isServed(name));
    Eventually.holds("the visit is counted", () -> requests(project) > 0);
    return project;
  }

  private static String host(String name) {
    return reveille.host(name);
  }

  private static boolean isServed(String name) {
    try (Visitor visitor = new Visitor(reveille.proxy())) {
      return visitor.get(host(name), "/").statusCode() == 200;
    } catch (RuntimeException e) {
      return false; // the gateway does not listen yet
    }
  }

  private static Wire get(String name, String path) {
    return reveille.visitor().wire().head("GET " + path + " HTTP/1.1", "Host: " + host(name));
  }

  private static Wire webSocket(String name) {
    Wire wire =
        reveille
            .visitor()
            .wire()
            .head(
                "GET /ws HTTP/1.1",
                "Host: " + host(name),
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    assertThat(wire.readHead()).first().isEqualTo("HTTP/1.1 101 Switching Protocols");
    return wire;
  }

  private static JsonNode admin(String project) {
    return reveille.admin().project(project);
  }

  private static void awaitOpen(String project, int count) {
    Eventually.passes(
        () -> assertThat(admin(project).path("open").asInt(-1)).as("open").isEqualTo(count));
  }

  private static long requests(String project) {
    return admin(project).path("requests").asLong(-1);
  }

  /** The number, once every worker has told of what is over. */
  private static long settledRequests(String project) {
    long before;
    do {
      before = requests(project);
      letReportsCome();
    } while (requests(project) != before);
    return before;
  }

  /** A worker tells once a second, and so does the gateway. */
  private static void letReportsCome() {
    try {
      Timer.system().sleep(Duration.ofMillis(2500));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String stored() {
    try {
      return Files.readString(reveille.proxy().stateDirectory().resolve("use.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
