package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.project.Inventory;
import dev.reveille.project.Project;
import dev.reveille.wake.Wakes;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /v1/projects}: what there is, how it is, and waking it. */
final class ProjectCalls {
  private final Inventory inventory;
  private final Wakes wakes;
  private final ProjectsView view;
  private final SleepCalls sleep;
  private final LogsCall logs;

  ProjectCalls(ControlServer.Parts parts) {
    this.inventory = parts.inventory();
    this.wakes = parts.wakes();
    this.view = new ProjectsView(parts);
    this.logs = new LogsCall(parts.engine());
    this.sleep = new SleepCalls(parts.sleeps(), parts.activity(), parts.clock());
  }

  /** {@code GET /v1/projects} */
  void list(HttpServerExchange exchange) {
    Set<String> wanted = wantedStates(exchange);
    List<ProjectWire> all =
        view.all().stream().filter(project -> wanted.contains(project.state())).toList();
    Page.Part<ProjectWire> part = Page.of(exchange).of(all, ProjectWire::name);
    Reply.json(exchange, 200, new ListWire(part.items(), part.next()));
  }

  /** The answer. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ListWire(List<ProjectWire> projects, @Nullable String next) {}

  private static Set<String> wantedStates(HttpServerExchange exchange) {
    Set<String> wanted =
        Query.parameter(exchange, "state")
            .map(states -> Set.copyOf(List.of(states.split(",", -1))))
            .orElse(ProjectWire.STATES);
    if (!ProjectWire.STATES.containsAll(wanted)) {
      String words = ProjectWire.STATES.stream().sorted().collect(Collectors.joining(", "));
      throw Query.malformed("state", "expected some of " + words + ", with commas between");
    }
    return wanted;
  }

  /** {@code GET /v1/projects/{name}} */
  void show(HttpServerExchange exchange) {
    find(exchange).ifPresent(project -> Reply.json(exchange, 200, view.of(project)));
  }

  /** {@code POST /v1/projects/{name}/wake}: begins or joins a wake, without waiting for it. */
  void wake(HttpServerExchange exchange) {
    find(exchange)
        .ifPresent(project -> Reply.json(exchange, 202, ProgressWire.from(wakes.wake(project))));
  }

  /** {@code GET /v1/projects/{name}/wakes}: the last ones, newest first. */
  void wakes(HttpServerExchange exchange) {
    find(exchange)
        .ifPresent(
            project -> Reply.json(exchange, 200, WakesWire.from(wakes.past(project.name()))));
  }

  /** {@code GET /v1/projects/{name}/logs?lines=50}: the last lines of each container. */
  void logs(HttpServerExchange exchange) {
    find(exchange).ifPresent(project -> logs.answer(exchange, project));
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
}
