package dev.reveille.api;

import dev.reveille.activity.Activity;
import dev.reveille.project.Inventory;
import dev.reveille.project.Problem;
import dev.reveille.project.Project;
import dev.reveille.reap.SleepPlan;
import dev.reveille.reap.Sleeps;
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
  private final Activity activity;
  private final Sleeps sleeps;
  private final SleepCalls sleep;

  ProjectCalls(ControlServer.Parts parts) {
    this.inventory = parts.inventory();
    this.routes = parts.routes();
    this.wakes = parts.wakes();
    this.activity = parts.activity();
    this.sleeps = parts.sleeps();
    this.sleep = new SleepCalls(parts.sleeps(), parts.activity(), parts.clock());
  }

  /** {@code GET /v1/projects} */
  void list(HttpServerExchange exchange) {
    SleepPlan plan = sleeps.plan();
    List<ProjectWire> all =
        inventory.projects().get().all().stream().map(project -> wire(project, plan)).toList();
    Reply.json(exchange, 200, Map.of("projects", all));
  }

  /** {@code GET /v1/projects/{name}} */
  void show(HttpServerExchange exchange) {
    find(exchange).ifPresent(project -> Reply.json(exchange, 200, wire(project, sleeps.plan())));
  }

  /** {@code POST /v1/projects/{name}/wake}: begins or joins a wake, without waiting for it. */
  void wake(HttpServerExchange exchange) {
    find(exchange)
        .ifPresent(project -> Reply.json(exchange, 202, ProgressWire.from(wakes.wake(project))));
  }

  /** {@code POST /v1/projects/{name}/sleep} */
  void sleep(HttpServerExchange exchange) {
    find(exchange).ifPresent(project -> sleep.sleep(exchange, project));
  }

  /** {@code POST /v1/projects/{name}/keep-awake?for=2h} */
  void keepAwake(HttpServerExchange exchange) {
    find(exchange).ifPresent(project -> sleep.keepAwake(exchange, project));
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

  private ProjectWire wire(Project project, SleepPlan plan) {
    List<Problem> problems =
        Stream.concat(inventory.projects().get().problems().stream(), routes.conflicts().stream())
            .toList();
    return ProjectWire.from(
        project,
        state(project),
        problems,
        new ProjectWire.Past(
            activity.of(project.name()),
            wakes.current(project.name()).orElse(null),
            wakes.last(project.name()).orElse(null)),
        plan.of(project.name()).orElse(null));
  }

  private String state(Project project) {
    if (wakes.current(project.name()).isPresent()) {
      return "waking";
    }
    if (sleeps.isFallingAsleep(project.name())) {
      return "falling-asleep";
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
