package dev.reveille.api;

import dev.reveille.store.Token;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;

/**
 * Where a call comes from.
 *
 * @param address of the client; of the gateway's own client where the gateway passes a call on
 * @param throughGateway whether it came by {@code ADMIN_HOST}, and so over HTTPS
 */
record Caller(String address, boolean throughGateway) {
  /** The gateway proves with the hook's token that what it says of its client is true. */
  static final HttpString GATEWAY = new HttpString("Reveille-Gateway");

  private static final HttpString CLIENT = new HttpString("X-Real-IP");

  static Caller of(HttpServerExchange exchange, Token hook) {
    String proof = exchange.getRequestHeaders().getFirst(GATEWAY);
    String client = exchange.getRequestHeaders().getFirst(CLIENT);
    if (proof != null && client != null && hook.matches(proof)) {
      return new Caller(client, true);
    }
    return new Caller(exchange.getSourceAddress().getAddress().getHostAddress(), false);
  }
}
