package dev.reveille.api;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.PathTemplateMatch;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Refuses query parameters that a call does not have, or that come twice: {@code ?limt=5} would do
 * something else than its caller thinks.
 *
 * <p>The hook's calls pass them over: during an upgrade a newer gateway may ask an older control
 * service.
 */
final class QueryGate implements HttpHandler {
  private final Access access;
  private final List<String> known;
  private final HttpHandler next;

  private QueryGate(Access access, List<String> known, HttpHandler next) {
    this.access = access;
    this.known = known;
    this.next = next;
  }

  static HttpHandler before(HttpHandler next, Calls.Call call) {
    return call.access() == Access.HOOK ? next : new QueryGate(call.access(), call.query(), next);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    boolean isOfAHook = access == Access.HOOK_OR_ADMIN && !TokenGate.isAdmin(exchange);
    if (!isOfAHook) {
      Set<String> ofThePath = ofThePath(exchange);
      exchange
          .getQueryParameters()
          .forEach((name, values) -> check(name, values, ofThePath.contains(name)));
    }
    next.handleRequest(exchange);
  }

  /** Undertow puts the parts of the path, each once, among the parameters. */
  private static Set<String> ofThePath(HttpServerExchange exchange) {
    PathTemplateMatch match = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
    return match == null ? Set.of() : match.getParameters().keySet();
  }

  private void check(String name, Deque<String> values, boolean isOfThePath) {
    boolean isKnown = known.contains(name);
    if (!isKnown && !(isOfThePath && values.size() == 1)) {
      String all = known.isEmpty() ? "it has none" : "it has " + String.join(", ", known);
      throw Query.malformed(name, "the call has no such parameter; " + all);
    }
    if (isKnown && values.size() > 1) {
      throw Query.malformed(name, "it comes more than once");
    }
  }
}
