package dev.reveille.api;

import dev.reveille.store.Token;
import dev.reveille.store.Tokens;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/** Lets a call through to its handler only with the token that it asks for (RFC 6750). */
final class TokenGate implements HttpHandler {
  private static final String BEARER = "Bearer ";

  private final Token token;
  private final Access access;
  private final HttpHandler next;

  private TokenGate(Token token, Access access, HttpHandler next) {
    this.token = token;
    this.access = access;
    this.next = next;
  }

  static HttpHandler before(HttpHandler next, Access access, Tokens tokens) {
    return switch (access) {
      case OPEN -> next;
      case HOOK -> new TokenGate(tokens.hook(), access, next);
      case ADMIN -> new TokenGate(tokens.admin(), access, next);
    };
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    String header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    if (header != null
        && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && token.matches(header.substring(BEARER.length()))) {
      next.handleRequest(exchange);
      return;
    }
    exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer realm=\"reveille\"");
    String whose = access == Access.HOOK ? "hook-token" : "admin-token";
    String detail = "send \"Authorization: Bearer …\" with the token in STATE_DIR/" + whose;
    Reply.problem(exchange, ProblemDocument.of(ProblemType.TOKEN_REQUIRED, detail));
  }
}
