package dev.reveille.api;

import dev.reveille.activity.Activity;
import dev.reveille.project.Inventory;
import dev.reveille.project.Problem;
import dev.reveille.project.Project;
import dev.reveille.reap.ProjectStates;
import dev.reveille.reap.SleepPlan;
import dev.reveille.reap.Sleeps;
import dev.reveille.route.Routes;
import dev.reveille.wake.Wakes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How projects are, as of a moment; what takes a look at all of them is looked up once for all. */
final class ProjectsView {
  private final Inventory inventory;
  private final Routes routes;
  private final Wakes wakes;
  private final Activity activity;
  private final Sleeps sleeps;
  private final ProjectStates states;

  ProjectsView(ControlServer.Parts parts) {
    this.inventory = parts.inventory();
    this.routes = parts.routes();
    this.wakes = parts.wakes();
    this.activity = parts.activity();
    this.sleeps = parts.sleeps();
    this.states = new ProjectStates(parts.routes(), parts.wakes(), parts.sleeps());
  }

  /**
   * What is known of all projects together.
   *
   * @param served projects with a route that runs
   */
  private record Around(
      Map<String, SleepPlan.Planned> plans,
      Map<String, List<Problem>> problems,
      Set<String> served) {}

  /** By name. */
  List<ProjectWire> all() {
    Around around = around();
    return inventory.projects().get().all().stream().map(each -> wire(each, around)).toList();
  }

  ProjectWire of(Project project) {
    return wire(project, around());
  }

  private Around around() {
    return new Around(
        sleeps.plan().projects().stream()
            .collect(Collectors.toMap(SleepPlan.Planned::project, Function.identity())),
        Stream.concat(inventory.projects().get().problems().stream(), routes.conflicts().stream())
            .collect(Collectors.groupingBy(Problem::project)),
        states.served());
  }

  private ProjectWire wire(Project project, Around around) {
    String name = project.name();
    return ProjectWire.from(
        project,
        states.of(project, around.served()).word(),
        around.problems().getOrDefault(name, List.of()),
        new ProjectWire.Past(
            activity.of(name), wakes.current(name).orElse(null), wakes.last(name).orElse(null)),
        around.plans().get(name));
  }
}
