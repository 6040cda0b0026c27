package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.reveille.project.Inventory;
import dev.reveille.project.Project;
import dev.reveille.route.Route;
import dev.reveille.route.Routes;
import dev.reveille.wake.Visits;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code GET /v1/hosts/{host}}: where a host name leads, as the gateway decides, and why. */
final class HostCall implements HttpHandler {
  private static final Duration NOT_SEEN_RETRY = Duration.ofSeconds(5);

  private final Inventory inventory;
  private final Routes routes;
  private final Visits visits;

  HostCall(Inventory inventory, Routes routes, Visits visits) {
    this.inventory = inventory;
    this.routes = routes;
    this.visits = visits;
  }

  /** Nobody has it; {@code candidates} are those that would, were their labels right. */
  record NobodyWire(@JsonUnwrapped ProblemDocument problem, List<CandidateWire> candidates) {}

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    String host = RequestedHost.from(Query.pathPart(exchange, "host"));
    if (!routes.seen().isDone()) {
      String detail = "the engine has not been seen since the control service started";
      Reply.problem(
          exchange, problem(ProblemType.ENGINE_UNREACHABLE, host, detail), NOT_SEEN_RETRY);
      return;
    }
    Optional<HostWire> found = routes.table().get().match(host).flatMap(route -> wire(host, route));
    if (found.isPresent()) {
      Reply.json(exchange, 200, found.get());
    } else {
      String detail = "no container claims the host";
      var candidates = CandidateWire.of(host, Optional.empty(), inventory.projects().get());
      ProblemDocument problem = problem(ProblemType.NO_SUCH_HOST, host, detail);
      Reply.problem(exchange, problem, new NobodyWire(problem, candidates));
    }
  }

  private Optional<HostWire> wire(String host, Route route) {
    Optional<Project> project = inventory.projects().get().find(route.project());
    return project.map(
        it ->
            HostWire.from(
                host, route, it, visits.mayWake(it, route.service()), inventory.projects().get()));
  }

  private static ProblemDocument problem(ProblemType type, String host, String detail) {
    return ProblemDocument.of(type, detail, host, null);
  }
}
