package dev.reveille.metrics;

import dev.reveille.project.Inventory;
import dev.reveille.project.Project;
import dev.reveille.reap.ProjectStates;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** What projects there are. */
public final class ProjectMetrics {
  /** Registers all of them. */
  public ProjectMetrics(Metrics metrics, Inventory inventory, ProjectStates states) {
    GaugeWithCallback.builder()
        .name("reveille_projects")
        .help("Projects by what they do.")
        .labelNames("state")
        .callback(callback -> count(inventory, states, callback))
        .register(metrics.registry());
    GaugeWithCallback.builder()
        .name("reveille_project_problems")
        .help("Labels that can't be read.")
        .callback(callback -> callback.call(inventory.projects().get().problems().size()))
        .register(metrics.registry());
  }

  private static void count(
      Inventory inventory, ProjectStates states, GaugeWithCallback.Callback callback) {
    Map<ProjectStates.State, Integer> counts = new EnumMap<>(ProjectStates.State.class);
    for (ProjectStates.State state : ProjectStates.State.values()) {
      counts.put(state, 0);
    }
    Set<String> served = states.served();
    for (Project project : inventory.projects().get().all()) {
      counts.merge(states.of(project, served), 1, Integer::sum);
    }
    counts.forEach((state, count) -> callback.call(count, state.word()));
  }
}
