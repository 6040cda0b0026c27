package dev.reveille.api;

import dev.reveille.store.Token;
import dev.reveille.store.Tokens;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Lets a call through to its handler only with a token that it asks for (RFC 6750). */
final class TokenGate implements HttpHandler {
  private static final AttachmentKey<Access> CALLER = AttachmentKey.create(Access.class);
  private static final String BEARER = "Bearer ";

  private final Map<Access, Token> tokens;
  private final HttpHandler next;

  private TokenGate(Map<Access, Token> tokens, HttpHandler next) {
    this.tokens = new EnumMap<>(tokens);
    this.next = next;
  }

  static HttpHandler before(HttpHandler next, Access access, Tokens tokens) {
    return switch (access) {
      case OPEN -> next;
      case HOOK -> new TokenGate(Map.of(Access.HOOK, tokens.hook()), next);
      case ADMIN -> new TokenGate(Map.of(Access.ADMIN, tokens.admin()), next);
      case HOOK_OR_ADMIN ->
          new TokenGate(Map.of(Access.HOOK, tokens.hook(), Access.ADMIN, tokens.admin()), next);
    };
  }

  /** Whether a call that was let through is an administrator's. */
  static boolean isAdmin(HttpServerExchange exchange) {
    return exchange.getAttachment(CALLER) == Access.ADMIN;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    String header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      String presented = header.substring(BEARER.length());
      for (var entry : tokens.entrySet()) {
        if (entry.getValue().matches(presented)) {
          exchange.putAttachment(CALLER, entry.getKey());
          next.handleRequest(exchange);
          return;
        }
      }
    }
    exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer realm=\"reveille\"");
    String files =
        tokens.keySet().stream()
            .map(access -> access == Access.HOOK ? "hook-token" : "admin-token")
            .collect(Collectors.joining(" or "));
    String detail = "send \"Authorization: Bearer …\" with the token in STATE_DIR/" + files;
    Reply.problem(exchange, ProblemDocument.of(ProblemType.TOKEN_REQUIRED, detail));
  }
}
