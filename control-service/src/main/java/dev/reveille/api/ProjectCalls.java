package dev.reveille.api;

import dev.reveille.project.Inventory;
import dev.reveille.project.Problem;
import dev.reveille.project.Project;
import dev.reveille.route.Route;
import dev.reveille.route.Routes;
import dev.reveille.wake.Wakes;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /v1/projects}: what there is, how it is, and waking it. */
final class ProjectCalls {
  private final Inventory inventory;
  private final Routes routes;
  private final Wakes wakes;

  ProjectCalls(Inventory inventory, Routes routes, Wakes wakes) {
    this.inventory = inventory;
    this.routes = routes;
    this.wakes = wakes;
  }

  /** {@code GET /v1/projects} */
  void list(HttpServerExchange exchange) {
    List<ProjectWire> all = inventory.projects().get().all().stream().map(this::wire).toList();
    Reply.json(exchange, 200, Map.of("projects", all));
  }

  /** {@code GET /v1/projects/{name}} */
  void show(HttpServerExchange exchange) {
    find(exchange).ifPresent(project -> Reply.json(exchange, 200, wire(project)));
  }

  /** {@code POST /v1/projects/{name}/wake}: begins or joins a wake, without waiting for it. */
  void wake(HttpServerExchange exchange) {
    find(exchange)
        .ifPresent(project -> Reply.json(exchange, 202, ProgressWire.from(wakes.wake(project))));
  }

  /** Tells the caller where there is none. */
  private Optional<Project> find(HttpServerExchange exchange) {
    String name = Query.pathPart(exchange, "name");
    Optional<Project> project = inventory.projects().get().find(name);
    if (project.isEmpty()) {
      String detail = "no project is called \"%s\"; GET /v1/projects lists them".formatted(name);
      Reply.problem(exchange, ProblemDocument.of(ProblemType.NO_SUCH_PROJECT, detail));
    }
    return project;
  }

  private ProjectWire wire(Project project) {
    List<Problem> problems =
        Stream.concat(inventory.projects().get().problems().stream(), routes.conflicts().stream())
            .toList();
    return ProjectWire.from(
        project, state(project), problems, wakes.last(project.name()).orElse(null));
  }

  private String state(Project project) {
    if (wakes.current(project.name()).isPresent()) {
      return "waking";
    }
    boolean served =
        routes.table().get().routes().values().stream()
            .filter(route -> route.project().equals(project.name()))
            .anyMatch(Route::isRunning);
    if (served) {
      return "running";
    }
    return project.isRunning() ? "starting" : "asleep";
  }
}
