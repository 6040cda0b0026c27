package dev.reveille.api;

import dev.reveille.store.Tokens;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Attachable;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets a call through to its handler only with what it asks for: a token (RFC 6750), or the cookie
 * of a {@linkplain Sessions session}.
 */
final class TokenGate {
  private static final AttachmentKey<Access> ACCESS = AttachmentKey.create(Access.class);
  private static final AttachmentKey<String> SESSION = AttachmentKey.create(String.class);
  private static final AttachmentKey<Sessions> SESSIONS = AttachmentKey.create(Sessions.class);
  private static final String BEARER = "Bearer ";

  private final Tokens tokens;
  private final Sessions sessions;
  private final FailedTries tries;
  private final OwnHosts hosts;

  TokenGate(Tokens tokens, Sessions sessions, FailedTries tries, OwnHosts hosts) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.tries = tries;
    this.hosts = hosts;
  }

  /** Whether a call that was let through is an administrator's. */
  static boolean isAdmin(HttpServerExchange exchange) {
    return exchange.getAttachment(ACCESS) == Access.ADMIN;
  }

  /** The session by which a call was let through; empty where that was by a token. */
  static Optional<String> session(Attachable exchange) {
    return Optional.ofNullable(exchange.getAttachment(SESSION));
  }

  /** Whether who was let through still is an administrator: meanwhile he may have logged out. */
  static boolean isStillIn(Attachable exchange) {
    return session(exchange).map(id -> exchange.getAttachment(SESSIONS).isOpen(id)).orElse(true);
  }

  HttpHandler before(HttpHandler next, Access access) {
    return switch (access) {
      case OPEN -> exchange -> open(exchange, next);
      case BROWSER -> exchange -> browser(exchange, next);
      case HOOK, HOOK_OR_ADMIN, ADMIN, METRICS -> exchange -> guarded(exchange, next, access);
    };
  }

  Caller caller(HttpServerExchange exchange) {
    return Caller.of(exchange, tokens.hook());
  }

  /** Whether a token is the administrators'; answers the caller where it is not. */
  boolean passes(HttpServerExchange exchange, String presented) {
    String address = caller(exchange).address();
    Duration wait = tries.left(address);
    if (!wait.isZero()) {
      String detail = "too many wrong tokens came from %s; wait, and try again".formatted(address);
      ProblemDocument problem = ProblemDocument.of(ProblemType.TOO_MANY_TRIES, detail);
      Reply.problem(exchange, problem, wait);
      return false;
    }
    if (tokens.admin().matches(presented)) {
      tries.succeeded(address);
      return true;
    }
    tries.failed(address, presented);
    askForToken(exchange, Access.ADMIN);
    return false;
  }

  /** The gateway's host leads to administrators' calls only. */
  private void open(HttpServerExchange exchange, HttpHandler next) throws Exception {
    if (caller(exchange).throughGateway()) {
      noSuchCall(exchange);
    } else {
      next.handleRequest(exchange);
    }
  }

  private void browser(HttpServerExchange exchange, HttpHandler next) throws Exception {
    if (!hosts.include(exchange)) {
      Reply.problem(exchange, ProblemDocument.of(ProblemType.WRONG_HOST, hosts.advice()));
    } else if (!SameOrigin.allows(exchange, caller(exchange).throughGateway())) {
      refuseOtherSite(exchange);
    } else {
      next.handleRequest(exchange);
    }
  }

  private void guarded(HttpServerExchange exchange, HttpHandler next, Access access)
      throws Exception {
    Caller caller = caller(exchange);
    Optional<String> bearer = bearer(exchange);
    if (caller.throughGateway() && (access == Access.HOOK || access == Access.METRICS)) {
      noSuchCall(exchange);
    } else if (access == Access.METRICS && isMetrics(bearer)) {
      pass(exchange, next, Access.METRICS);
    } else if (isHook(bearer, caller, access)) {
      pass(exchange, next, Access.HOOK);
    } else if (bearer.isPresent()) {
      presented(exchange, next, access, bearer.get());
    } else if (access != Access.HOOK && hasSession(exchange, caller)) {
      browser(exchange, passing -> pass(passing, next, Access.ADMIN));
    } else {
      askForToken(exchange, access);
    }
  }

  /** It is random and not guessed: whoever has it is not slowed down by others' guesses. */
  private boolean isHook(Optional<String> bearer, Caller caller, Access access) {
    return (access == Access.HOOK || access == Access.HOOK_OR_ADMIN)
        && !caller.throughGateway()
        && bearer.filter(tokens.hook()::matches).isPresent();
  }

  private boolean isMetrics(Optional<String> bearer) {
    return bearer.flatMap(it -> tokens.metrics().filter(own -> own.matches(it))).isPresent();
  }

  private void presented(
      HttpServerExchange exchange, HttpHandler next, Access access, String presented)
      throws Exception {
    if (access == Access.HOOK) {
      askForToken(exchange, access);
    } else if (passes(exchange, presented)) {
      pass(exchange, next, Access.ADMIN);
    }
  }

  private boolean hasSession(HttpServerExchange exchange, Caller caller) {
    Optional<String> id = SessionCookie.read(exchange, caller);
    id.ifPresent(it -> exchange.putAttachment(SESSION, it));
    exchange.putAttachment(SESSIONS, sessions);
    return id.flatMap(sessions::use).isPresent();
  }

  private static void pass(HttpServerExchange exchange, HttpHandler next, Access access)
      throws Exception {
    exchange.putAttachment(ACCESS, access);
    next.handleRequest(exchange);
  }

  private static Optional<String> bearer(HttpServerExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION))
        .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(header -> header.substring(BEARER.length()));
  }

  private static void askForToken(HttpServerExchange exchange, Access access) {
    exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer realm=\"reveille\"");
    String file =
        switch (access) {
          case HOOK -> "hook-token";
          case HOOK_OR_ADMIN -> "hook-token or admin-token";
          case ADMIN, METRICS, OPEN, BROWSER -> "admin-token";
        };
    String detail = "send \"Authorization: Bearer …\" with the token in STATE_DIR/" + file;
    Reply.problem(exchange, ProblemDocument.of(ProblemType.TOKEN_REQUIRED, detail));
  }

  private static void refuseOtherSite(HttpServerExchange exchange) {
    String detail =
        "the browser does not say that the dashboard itself asks (Sec-Fetch-Site, Origin);"
            + " programs send \"Authorization: Bearer …\" instead of a cookie";
    Reply.problem(exchange, ProblemDocument.of(ProblemType.CROSS_SITE, detail));
  }

  private static void noSuchCall(HttpServerExchange exchange) {
    String detail = exchange.getRequestMethod() + " " + exchange.getRequestPath();
    Reply.problem(exchange, ProblemDocument.of(ProblemType.NO_SUCH_CALL, detail));
  }
}
