package dev.reveille.webhook;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reveille.event.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * An event on its way to a receiver.
 *
 * @param id the same at each try and for each receiver, so that one that comes twice can be told
 * @param body JSON, as it is signed and sent
 */
record Message(String id, Instant time, String body) {
  private static final ObjectWriter JSON = JsonMapper.builder().build().writerFor(Wire.class);

  /**
   * @param id has no full stop, as it is signed with some around it
   * @param time {@code 2026-01-31T12:00:00Z}
   */
  @JsonPropertyOrder({"id", "time", "kind", "subject", "text"})
  record Wire(String id, String time, String kind, String subject, String text) {}

  static Message of(Event event) {
    String id = "msg_" + UUID.randomUUID().toString().replace("-", "");
    Wire wire =
        new Wire(
            id,
            event.time().truncatedTo(ChronoUnit.MILLIS).toString(),
            event.kind(),
            event.subject(),
            event.text());
    try {
      return new Message(id, event.time(), JSON.writeValueAsString(wire));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write an event as JSON", e);
    }
  }
}
