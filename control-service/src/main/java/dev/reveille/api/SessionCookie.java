package dev.reveille.api;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.util.Headers;
import java.util.Optional;

/** Carries a session's id. Over HTTPS, no other host of the site can set it ({@code __Host-}). */
final class SessionCookie {
  static final String PLAIN = "reveille-session";
  static final String SECURE = "__Host-reveille-session";

  private SessionCookie() {}

  static Optional<String> read(HttpServerExchange exchange, Caller caller) {
    return Optional.ofNullable(exchange.getRequestCookie(name(caller))).map(Cookie::getValue);
  }

  static void write(HttpServerExchange exchange, Caller caller, String id) {
    set(exchange, caller, id, Sessions.LONGEST.toSeconds());
  }

  static void remove(HttpServerExchange exchange, Caller caller) {
    set(exchange, caller, "", 0);
  }

  private static void set(HttpServerExchange exchange, Caller caller, String id, long seconds) {
    String secure = caller.throughGateway() ? "; Secure" : "";
    exchange
        .getResponseHeaders()
        .add(
            Headers.SET_COOKIE,
            "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
                .formatted(name(caller), id, seconds, secure));
  }

  private static String name(Caller caller) {
    return caller.throughGateway() ? SECURE : PLAIN;
  }
}
