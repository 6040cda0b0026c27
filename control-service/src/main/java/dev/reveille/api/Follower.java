package dev.reveille.api;

import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventConnection.EventCallback;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * Somebody who is sent server-sent events. One who reads too slowly is left behind: his connection
 * ends, and he can come again.
 */
final class Follower {
  /** Many times what {@code /v1/events} repeats at once. */
  private static final int MOST_CHARACTERS = 4 * 1024 * 1024;

  /** What an event takes beside its text. */
  private static final int EVENT_CHARACTERS = 256;

  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
  private static final AttachmentKey<HttpServerExchange> EXCHANGE =
      AttachmentKey.create(HttpServerExchange.class);

  private final ServerSentEventConnection events;
  private final HttpServerExchange exchange;
  private final String lastEventId;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile Runnable end = () -> {};

  private Follower(ServerSentEventConnection events, @Nullable String lastEventId) {
    this.events = events;
    this.exchange = events.getAttachment(EXCHANGE);
    this.lastEventId = lastEventId == null ? "" : lastEventId;
  }

  /** Answers a call by a stream. */
  static HttpHandler handler(Consumer<Follower> connected) {
    HttpHandler stream =
        Handlers.serverSentEvents(
            (events, lastEventId) -> {
              events.setKeepAliveTime(KEEP_ALIVE.toMillis());
              connected.accept(new Follower(events, lastEventId));
            });
    return exchange -> {
      exchange.putAttachment(EXCHANGE, exchange);
      stream.handleRequest(exchange);
    };
  }

  HttpServerExchange exchange() {
    return exchange;
  }

  /** The {@code id} of the last event that he has had; empty where he does not say. */
  String lastEventId() {
    return lastEventId;
  }

  /** What is done when he leaves, or is left; perhaps more than once. */
  void onEnd(Runnable end) {
    this.end = end;
    events.addCloseTask(_ -> end.run());
    if (!exchange.getConnection().isOpen()) {
      end.run(); // he left before anybody listened
    }
  }

  /** Nothing is sent after it. */
  void last(String name, Object data) {
    send(name, data);
    end();
  }

  void end() {
    events.shutdown();
  }

  void send(String name, Object data) {
    send(name, data, null);
  }

  /** Returns at once; he reads when he can. Ends the stream of one who has logged out. */
  void send(String name, Object data, @Nullable String id) {
    if (!TokenGate.isStillIn(exchange)) {
      end();
      return;
    }
    String text = new String(Reply.bytes(data), StandardCharsets.UTF_8);
    int size = text.length() + EVENT_CHARACTERS;
    if (waiting.addAndGet(size) > MOST_CHARACTERS) {
      leave();
    } else {
      pass(text, name, id, size);
    }
  }

  private void pass(String text, String name, @Nullable String id, int size) {
    try {
      events.send(text, name, id, new Read(size));
    } catch (RejectedExecutionException e) {
      log.debug("Left a follower of events: the control service ends", e);
      end.run(); // the connection's own close tasks would need the threads that are gone
    }
  }

  private void leave() {
    ServerConnection connection = exchange.getConnection();
    if (connection.isOpen()) {
      log.warn(
          "Left a follower of events behind, who reads too slowly call={} client={}",
          exchange.getRequestPath(),
          connection.getPeerAddress());
      IoUtils.safeClose(connection);
    }
  }

  /** Hears that an event has gone out, or never will. */
  private final class Read implements EventCallback {
    private final int size;

    Read(int size) {
      this.size = size;
    }

    @Override
    public void done(ServerSentEventConnection connection, String data, String event, String id) {
      waiting.addAndGet(-size);
    }

    @Override
    public void failed(
        ServerSentEventConnection connection,
        String data,
        String event,
        String id,
        IOException reason) {
      waiting.addAndGet(-size);
    }
  }
}
