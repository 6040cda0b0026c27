package dev.reveille.reap;

import dev.reveille.project.Project;
import dev.reveille.route.Route;
import dev.reveille.route.Routes;
import dev.reveille.wake.Wakes;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What each project does, as of the moment it is asked for. */
public final class ProjectStates {
  private final Routes routes;
  private final Wakes wakes;
  private final Sleeps sleeps;

  /** In words of an administrator. */
  public enum State {
    ASLEEP,
    WAKING,
    /** A container runs but does not answer yet. */
    STARTING,
    RUNNING,
    FALLING_ASLEEP;

    /** {@code falling-asleep} */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public ProjectStates(Routes routes, Wakes wakes, Sleeps sleeps) {
    this.routes = routes;
    this.wakes = wakes;
    this.sleeps = sleeps;
  }

  /** The projects that have a route to something that answers. */
  public Set<String> served() {
    return routes.table().get().routes().values().stream()
        .filter(Route::isRunning)
        .map(Route::project)
        .collect(Collectors.toSet());
  }

  /**
   * The state of one.
   *
   * @param served see {@link #served}
   */
  public State of(Project project, Set<String> served) {
    if (wakes.current(project.name()).isPresent()) {
      return State.WAKING;
    }
    if (sleeps.isFallingAsleep(project.name())) {
      return State.FALLING_ASLEEP;
    }
    if (served.contains(project.name())) {
      return State.RUNNING;
    }
    return project.isRunning() ? State.STARTING : State.ASLEEP;
  }
}
