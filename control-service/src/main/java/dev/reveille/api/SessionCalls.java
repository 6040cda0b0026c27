package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.undertow.server.HttpServerExchange;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /v1/session}: logging in to the dashboard, and out. */
final class SessionCalls {
  private static final int BODY_BYTES = 1024;

  private final TokenGate gate;
  private final Sessions sessions;

  SessionCalls(TokenGate gate, Sessions sessions) {
    this.gate = gate;
    this.sessions = sessions;
  }

  /** What is sent to log in. */
  record LoginWire(@Nullable String token) {}

  /**
   * Who makes the call.
   *
   * @param by {@code session} or {@code token}
   * @param expires when the session ends unless it is used until then (ISO 8601)
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SessionWire(String who, String by, @Nullable String expires) {}

  /** {@code POST /v1/session} */
  void begin(HttpServerExchange exchange) {
    JsonBody.receive(exchange, BODY_BYTES, LoginWire.class, body -> begin(exchange, body));
  }

  private void begin(HttpServerExchange exchange, LoginWire body) {
    String presented = Optional.ofNullable(body.token()).map(String::strip).orElse("");
    if (gate.passes(exchange, presented)) {
      String id = sessions.begin();
      SessionCookie.write(exchange, gate.caller(exchange), id);
      Reply.json(exchange, 200, wire(sessions.use(id)));
    }
  }

  /** {@code GET /v1/session} */
  void show(HttpServerExchange exchange) {
    Reply.json(exchange, 200, wire(TokenGate.session(exchange).flatMap(sessions::use)));
  }

  /** {@code DELETE /v1/session} */
  void end(HttpServerExchange exchange) {
    TokenGate.session(exchange).ifPresent(sessions::end);
    SessionCookie.remove(exchange, gate.caller(exchange));
    Reply.done(exchange);
  }

  private static SessionWire wire(Optional<Instant> expires) {
    return new SessionWire(
        "administrator",
        expires.isPresent() ? "session" : "token",
        expires.map(Instant::toString).orElse(null));
  }
}
