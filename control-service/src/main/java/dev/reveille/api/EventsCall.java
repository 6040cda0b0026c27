package dev.reveille.api;

import dev.reveille.event.Event;
import dev.reveille.event.Events;
import io.undertow.server.HttpHandler;

/**
 * {@code GET /v1/events}: everything that happens, as server-sent events; first what is remembered,
 * after {@code Last-Event-ID} where a browser that reconnects sends it. With {@code ?follow=false}
 * that is all.
 */
final class EventsCall {
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

  /** With {@code follow=false} the stream ends after what is remembered. */
  HttpHandler handler() {
    HttpHandler follow = Follower.handler(this::connected);
    HttpHandler repeat = Follower.handler(this::repeat);
    return exchange -> {
      boolean isShort =
          Query.parameter(exchange, "follow").isPresent() && !Query.isTrue(exchange, "follow");
      (isShort ? repeat : follow).handleRequest(exchange);
    };
  }

  private void repeat(Follower follower) {
    events.since(number(follower.lastEventId())).forEach(event -> send(follower, event));
    follower.end();
  }

  private void connected(Follower follower) {
    Runnable end = events.follow(number(follower.lastEventId()), event -> send(follower, event));
    follower.onEnd(end);
  }

  private static void send(Follower follower, Event event) {
    follower.send(event.kind(), EventWire.from(event), String.valueOf(event.number()));
  }

  /** What is no number of ours is passed over. */
  private static long number(String lastEventId) {
    return lastEventId.matches("\\d{1,18}") ? Long.parseLong(lastEventId) : 0;
  }
}
