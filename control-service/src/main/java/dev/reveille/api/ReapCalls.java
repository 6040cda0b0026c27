package dev.reveille.api;

import dev.reveille.reap.Removals;
import dev.reveille.reap.Sleeps;
import io.undertow.server.HttpServerExchange;

/** {@code /v1/reap}: what would sleep and be removed, and removing what is due. */
final class ReapCalls {
  private final Sleeps sleeps;
  private final Removals removals;

  ReapCalls(Sleeps sleeps, Removals removals) {
    this.sleeps = sleeps;
    this.removals = removals;
  }

  /** {@code GET /v1/reap}: the plan; nothing is changed. */
  void plan(HttpServerExchange exchange) {
    Page page = Page.of(exchange);
    Blocking.run(
        exchange,
        () -> Reply.json(exchange, 200, ReapWire.from(sleeps.plan(), removals.plan(), page)));
  }

  /** {@code POST /v1/reap}: announces and removes now what is due, and answers what that was. */
  void carryOut(HttpServerExchange exchange) {
    Blocking.run(exchange, () -> Reply.json(exchange, 200, ReapWire.DoneWire.from(removals.now())));
  }
}
