package dev.reveille.api;

import dev.reveille.reap.Removals;
import io.undertow.server.HttpServerExchange;

/** {@code /v1/reap}: what would be removed, and removing what is due. */
final class ReapCalls {
  private final Removals removals;

  ReapCalls(Removals removals) {
    this.removals = removals;
  }

  /** {@code GET /v1/reap}: the plan; nothing is changed. */
  void plan(HttpServerExchange exchange) {
    Blocking.run(exchange, () -> Reply.json(exchange, 200, ReapWire.from(removals.plan())));
  }

  /** {@code POST /v1/reap}: announces and removes now what is due, and answers what that was. */
  void carryOut(HttpServerExchange exchange) {
    Blocking.run(exchange, () -> Reply.json(exchange, 200, ReapWire.DoneWire.from(removals.now())));
  }
}
