package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsCallTest {
  private final CertificateApi house = new CertificateApi().openWithoutAcme();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void repeatsWhatIsRememberedAndGoesOnWithWhatHappens() throws Exception {
    add("certificate.ordered");
    add("certificate.issued");

    try (EventStream stream = follow("")) {
      assertThat(stream.next(2))
          .containsExactly(
              new EventStream.Event("1", "certificate.ordered", data("certificate.ordered")),
              new EventStream.Event("2", "certificate.issued", data("certificate.issued")));
      add("certificate.renewed");
      add("certificate.failed");
      assertThat(stream.next(2)).extracting(EventStream.Event::id).containsExactly("3", "4");
    }
  }

  @Test
  void goesOnAfterTheLastEventThatTheCallerHas() throws Exception {
    add("first");
    add("second");
    add("third");

    try (EventStream stream = follow("2")) {
      assertThat(stream.next().name()).isEqualTo("third");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "last", "99999999999999999999"})
  void anIdThatIsNotOursIsPassedOver(String id) throws Exception {
    add("first");

    try (EventStream stream = follow(id)) {
      assertThat(stream.next().name()).isEqualTo("first");
    }
  }

  /** The kernel's buffers take some, and what is beyond them must not pile up here. */
  @Test
  void leavesSomebodyBehindWhoDoesNotRead() throws Exception {
    String request =
        "GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(ControlApi.ADMIN);
    try (LogLines log = LogLines.of(Follower.class);
        EventStream reader = follow("");
        Socket asleep = house.api().connect(request)) {
      assertThat(asleep.getInputStream().read()).isEqualTo('H');
      String text = "x".repeat(100_000);
      int sent = 0;
      while (log.warnings().isEmpty() && sent < 20_000) {
        house.events.add("noise", "shop.test", text);
        assertThat(reader.next().data()).contains("noise");
        sent++;
      }

      assertThat(log.warnings()).singleElement().asString().contains("/v1/events");
      add("afterwards");
      assertThat(reader.next().name()).isEqualTo("afterwards");
      asleep.getInputStream().readAllBytes(); // what was on its way, and then the end
    }
  }

  @Test
  void endsAfterWhatIsRememberedForWhoDoesNotFollow() throws Exception {
    add("first");
    add("second");

    var stream =
        house.api().stream(
            "/v1/events?follow=false", "Authorization", "Bearer " + ControlApi.ADMIN);

    try (InputStream body = stream.body()) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
          .contains("event:first", "event:second");
    }
  }

  @Test
  void isForAdministrators() {
    assertThat(house.hook("/v1/events").status()).isEqualTo(401);
  }

  private void add(String kind) {
    house.events.add(kind, "shop.test", "it did");
  }

  private static String data(String kind) {
    return "{\"time\":\"2026-01-31T12:00:00Z\",\"kind\":\"%s\",\"subject\":\"shop.test\",\"text\":\"it did\"}"
        .formatted(kind);
  }

  private EventStream follow(String lastEventId) {
    return new EventStream(
        lastEventId.isEmpty()
            ? house.api().stream("/v1/events", "Authorization", "Bearer " + ControlApi.ADMIN)
            : house.api().stream(
                "/v1/events",
                "Authorization",
                "Bearer " + ControlApi.ADMIN,
                "Last-Event-ID",
                lastEventId));
  }
}
