package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import dev.reveille.testing.RealEngine;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Projects that nobody uses go to sleep, and no visitor notices. */
class SleepIT {
  private static final Duration IDLE = Duration.ofSeconds(4);

  @RegisterExtension
  static final Installation reveille =
      Installation.with(
          "PROJECT_INACTIVITY_TIMEOUT", IDLE.toSeconds() + "s", "PROJECT_PAUSE_TIMEOUT", "12s");

  @Test
  void anIdleProjectSleepsWithinItsTimeAndTenSeconds() {
    ComposeProject shop = reveille.compose("idle");
    String web = shop.web("").create();
    visit(shop);
    Instant visited = Instant.now();

    awaitStatus(web, "exited");

    assertThat(Duration.between(visited, Instant.now())).isBetween(IDLE, IDLE.plusSeconds(10));
    visit(shop);
  }

  @Test
  void aStandaloneContainerSleepsToo() {
    String container = reveille.site("alone").create();
    assertThat(reveille.visitor().get(reveille.siteHost("alone"), "/").statusCode()).isEqualTo(200);

    awaitStatus(container, "exited");
  }

  @Test
  void whatSomebodyStartedByHandHasAFullIdleTime() {
    ComposeProject shop = reveille.compose("by-hand");
    String web = shop.web("").run();
    Instant started = Instant.now();

    awaitStatus(web, "exited");

    assertThat(Duration.between(started, Instant.now())).isGreaterThan(IDLE);
  }

  @Test
  void itIsStoppedTheOtherWayRoundThanItIsStarted() {
    ComposeProject shop = reveille.compose("order");
    String db = shop.service("db", "").create();
    String api = shop.service("api", "db:service_started:false").create();
    String web = shop.web("api:service_started:false").create();
    visit(shop);

    awaitStatus(db, "exited");

    assertThat(Containers.finishedAt(web)).isBefore(Containers.finishedAt(api));
    assertThat(Containers.finishedAt(api)).isBefore(Containers.finishedAt(db));
  }

  @Test
  void aPausedProjectAnswersAtOnce() {
    ComposeProject shop = reveille.compose("pause");
    String web = shop.web("").label("reveille.sleep", "pause").create();
    visit(shop);
    awaitStatus(web, "paused");
    Instant before = Instant.now();

    visit(shop);

    // The bare engine takes about 30 ms; scripts/bench compares.
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(2));
    assertThat(Containers.status(web)).isEqualTo("running");
    awaitStatus(web, "paused");
    awaitStatus(web, "exited"); // after the longer time
  }

  @Test
  void whatIsOpenKeepsItAwakeUntilItEnds() {
    String events = reveille.site("events").run();
    String download = reveille.site("download").run();
    String upload = reveille.site("upload").run();
    try (Wire stream = get("events", "/sse");
        Wire slow = get("download", "/bytes?50000000");
        Wire half = reveille.visitor().wire()) {
      half.head("POST /echo HTTP/1.1", "Host: " + reveille.siteHost("upload"), "Content-Length: 4");
      half.send("he");
      assertThat(stream.readHead()).first().isEqualTo("HTTP/1.1 200 OK");
      assertThat(slow.readHead()).first().isEqualTo("HTTP/1.1 200 OK");

      pause(IDLE.plusSeconds(12));

      for (String container : List.of(events, download, upload)) {
        assertThat(Containers.status(container)).isEqualTo("running");
      }
      half.send("re");
      assertThat(half.readHead()).first().isEqualTo("HTTP/1.1 200 OK");
    }
    for (String container : List.of(events, download, upload)) {
      awaitStatus(container, "exited");
    }
  }

  @Test
  void aShellAndABusyProcessorKeepItAwake() {
    String shell = reveille.site("shell").run();
    String busy =
        reveille
            .site("busy")
            .label("reveille.idle", "8s") // what a processor does is told after 5 s
            .shell("(while [ ! -e /tmp/done ]; do :; done) & exec /app")
            .run();
    reveille.siteHost("busy");
    Thread command = Thread.ofVirtual().start(() -> Containers.shell(shell, "sleep 40"));

    pause(Duration.ofSeconds(35)); // two looks at the processor time, and a full idle time

    assertThat(Containers.status(shell)).isEqualTo("running");
    assertThat(Containers.status(busy)).isEqualTo("running");
    Containers.shell(busy, "touch /tmp/done");
    join(command);
    awaitStatus(shell, "exited");
    awaitStatus(busy, "exited");
  }

  @Test
  void aVetoKeepsItAwake() {
    ComposeProject shop = reveille.compose("veto");
    String web =
        shop.web("")
            .label("reveille.idle", "1s")
            .label("reveille.idle.veto", "echo asked >/proc/1/fd/1; exit 3")
            .create();
    visit(shop);

    // Its log tells without a command in the container, which would be use of it.
    Eventually.holds(
        "it was asked",
        () -> RealEngine.get().docker("logs", web).lines().anyMatch("asked"::equals));

    assertThat(Containers.status(web)).isEqualTo("running");
    assertThat(reveille.admin().project(shop.name()).path("state").asText()).isEqualTo("running");
  }

  @Test
  void anAdministratorKeepsItAwakeAndLetsItSleep() {
    ComposeProject shop = reveille.compose("kept");
    String web = shop.web("").label("reveille.idle", "1s").create();
    visit(shop);
    HttpResponse<String> kept = reveille.admin().answer("POST", path(shop) + "/keep-awake?for=1h");
    assertThat(kept.statusCode()).as(kept.body()).isEqualTo(200);

    pause(Duration.ofSeconds(10));
    assertThat(Containers.status(web)).isEqualTo("running");

    reveille.admin().answer("POST", path(shop) + "/keep-awake?for=0");
    awaitStatus(web, "exited");
  }

  @Test
  void anOpenRequestIsNotEndedByAnAdministratorEither() {
    ComposeProject shop = reveille.compose("open");
    String web = shop.web("").create();
    known(shop);
    try (Wire wire = reveille.visitor().wire()) {
      wire.head(
          "GET /ws HTTP/1.1",
          "Host: " + shop.host(),
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
      assertThat(wire.readHead()).first().isEqualTo("HTTP/1.1 101 Switching Protocols");
      assertThat(wire.send("ping").read(4)).isEqualTo("ping");

      HttpResponse<String> sent = reveille.admin().answer("POST", path(shop) + "/sleep");

      assertThat(sent.statusCode()).isEqualTo(409);
      assertThat(sent.body()).contains("requests are open");
      assertThat(wire.send("pong").read(4)).isEqualTo("pong");
      pause(IDLE.plusSeconds(8));
      assertThat(Containers.status(web)).isEqualTo("running");
    }

    awaitStatus(web, "exited");
  }

  /** At random moments of a sleep: before anything is stopped, in the middle, and after. */
  @Test
  void aVisitWhileItGoesToSleepSucceeds() {
    ComposeProject shop = reveille.compose("moment");
    shop.service("db", "").create();
    shop.web("db:service_started:false").create();
    Random random = new Random(4);
    visit(shop);

    for (int i = 0; i < 100; i++) {
      Thread sleep =
          Thread.ofVirtual().start(() -> reveille.admin().answer("POST", path(shop) + "/sleep"));
      pause(Duration.ofMillis(random.nextInt(800)));

      HttpResponse<String> answer = reveille.visitor().get(shop.host(), "/");

      assertThat(answer.statusCode()).as("visit %d: %s", i, answer.body()).isEqualTo(200);
      join(sleep);
    }
  }

  private static Wire get(String site, String path) {
    String host = reveille.siteHost(site);
    return reveille.visitor().wire().head("GET " + path + " HTTP/1.1", "Host: " + host);
  }

  private static void visit(ComposeProject project) {
    HttpResponse<String> answer = reveille.visitor().get(known(project), "/");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static String known(ComposeProject project) {
    return reveille.known(project.host());
  }

  private static String path(ComposeProject project) {
    return "/v1/projects/" + project.name();
  }

  private static void awaitStatus(String container, String status) {
    Eventually.passes(() -> assertThat(Containers.status(container)).isEqualTo(status));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
