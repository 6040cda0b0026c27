package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import dev.reveille.wake.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakeEventsCallTest {
  private final Machine machine = new Machine(1);
  private final ControlApi api = new ControlApi(machine);

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  /** {@code event} and {@code data} of one server-sent event. */
  private record Event(String name, String data) {}

  @Test
  void tellsStepsUntilItIsReadyAndEnds() throws IOException {
    machine.addSite("shop", "web", "db:service_healthy:false");
    machine.add("shop", "db").dependsOn("").healthyAfter(Duration.ofSeconds(1));
    CompletableFuture<Void> gate = machine.probe.hold("shop-web-1");
    machine.start();
    machine.wake("shop");
    Eventually.holds("the port was asked", () -> !machine.probe.asked().isEmpty());

    try (BufferedReader stream = follow("shop.test")) {
      assertThat(next(stream))
          .isEqualTo(
              new Event(
                  "steps",
                  "{\"project\":\"shop\",\"phase\":\"starting\",\"steps\":["
                      + "{\"service\":\"db\",\"state\":\"healthy\"},"
                      + "{\"service\":\"web\",\"state\":\"started\"}],\"retryAfterSeconds\":2}"));
      gate.complete(null);
      List<Event> rest = rest(stream);

      assertThat(rest).last().isEqualTo(new Event("ready", "{}"));
      assertThat(rest).filteredOn(event -> event.name().equals("ready")).hasSize(1);
    }
  }

  @Test
  void tellsThePlaceInTheQueue() throws IOException {
    machine.addSite("shop", "web", "");
    machine.addSite("blog", "web", "");
    CompletableFuture<Void> gate = machine.probe.hold("shop-web-1");
    machine.start();
    machine.wake("shop");
    Eventually.holds("the port was asked", () -> !machine.probe.asked().isEmpty());
    machine.wake("blog");
    Eventually.holds(
        "it queues", () -> machine.wakes.current("blog").orElseThrow().progress().get().isQueued());

    try (BufferedReader stream = follow("blog.test")) {
      assertThat(next(stream).data()).contains("\"phase\":\"queued\",\"queuePosition\":1");
      gate.complete(null);
      assertThat(rest(stream)).last().isEqualTo(new Event("ready", "{}"));
    }
  }

  @Test
  void tellsThatItFailedWithoutWhatTheContainerPrinted() throws IOException {
    machine.addSite("shop", "web", "").exitsAfter(Duration.ofSeconds(1), 3).prints("hunter2");
    machine.probe.neverAnswers("shop-web-1");
    CompletableFuture<Void> gate = machine.probe.hold("shop-web-1");
    machine.start();
    machine.wake("shop");

    try (BufferedReader stream = follow("shop.test")) {
      gate.complete(null);
      Event last = rest(stream).getLast();

      assertThat(last.name()).isEqualTo("failed");
      assertThat(last.data())
          .contains("urn:reveille:problem:wake-failed", "container shop-web-1 exited with 3")
          .doesNotContain("hunter2");
    }
  }

  @Test
  void tellsAtOnceThatItIsReadyAlready() throws IOException {
    machine.addSite("shop", "web", "").running();
    machine.start();

    try (BufferedReader stream = follow("Shop.Test:8080")) {
      assertThat(rest(stream)).containsExactly(new Event("ready", "{}"));
    }
  }

  @Test
  void tellsOfAFailureOfAMomentAgo() throws IOException {
    machine.addSite("shop", "web", "").exitsAfter(Duration.ZERO, 3);
    machine.start();
    machine.finish("shop");

    try (BufferedReader stream = follow("shop.test")) {
      assertThat(rest(stream))
          .singleElement()
          .satisfies(event -> assertThat(event.data()).contains("wake-failed"));
    }
  }

  @Test
  void wakesNothingByItself() throws IOException {
    machine.addSite("shop", "web", "");
    machine.start();

    try (BufferedReader stream = follow("shop.test")) {
      assertThat(rest(stream))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.name()).isEqualTo("failed");
                assertThat(event.data()).contains("urn:reveille:problem:wake-not-running");
              });
    }
    assertThat(machine.engine.calls()).isEmpty();
  }

  private BufferedReader follow(String host) {
    HttpResponse<InputStream> response = api.stream("/v1/wakes/events?host=" + host);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type").orElse(""))
        .startsWith("text/event-stream");
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private static Event next(BufferedReader stream) throws IOException {
    String name = "";
    String data = "";
    for (String line = stream.readLine(); line != null; line = stream.readLine()) {
      if (line.isEmpty() && !name.isEmpty()) {
        return new Event(name, data);
      }
      if (line.startsWith("event:")) {
        name = line.substring("event:".length());
      } else if (line.startsWith("data:")) {
        data = line.substring("data:".length());
      }
    }
    return new Event("", "");
  }

  /** All events until the stream ends. */
  private static List<Event> rest(BufferedReader stream) throws IOException {
    List<Event> events = new ArrayList<>();
    for (Event event = next(stream); !event.name().isEmpty(); event = next(stream)) {
      events.add(event);
    }
    return events;
  }
}
