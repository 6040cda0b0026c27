package dev.reveille.api;

import dev.reveille.event.Event;
import dev.reveille.event.Events;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * {@code GET /v1/events}: everything that happens, as server-sent events; first what is remembered,
 * after {@code Last-Event-ID} where a browser that reconnects sends it.
 */
final class EventsCall {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private final Events events;

  EventsCall(Events events) {
    this.events = events;
  }

  /** An event as it is sent; its number is the stream's {@code id}, its kind the {@code event}. */
  record EventWire(String time, String kind, String subject, String text) {
    static EventWire from(Event event) {
      return new EventWire(event.time().toString(), event.kind(), event.subject(), event.text());
    }
  }

  HttpHandler handler() {
    return Handlers.serverSentEvents(this::connected);
  }

  private void connected(ServerSentEventConnection connection, String lastEventId) {
    connection.setKeepAliveTime(KEEP_ALIVE.toMillis());
    Runnable end = events.follow(number(lastEventId), event -> send(connection, event));
    connection.addCloseTask(_ -> end.run());
  }

  private static void send(ServerSentEventConnection connection, Event event) {
    String data = new String(Reply.bytes(EventWire.from(event)), StandardCharsets.UTF_8);
    connection.send(data, event.kind(), String.valueOf(event.number()), null);
  }

  /** Undertow gives null without the header; what is no number of ours is passed over. */
  private static long number(@org.jspecify.annotations.Nullable String lastEventId) {
    return lastEventId != null && lastEventId.matches("\\d{1,18}")
        ? Long.parseLong(lastEventId)
        : 0;
  }
}
