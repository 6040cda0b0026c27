package dev.reveille.reap;

import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Turns;
import dev.reveille.project.EngineException;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the networks of what runs when the service starts, and leaves those of what somebody else
 * has stopped or removed: {@code docker compose down} can't remove a network that the gateway is
 * in.
 */
public final class NetworkWatch {
  private static final Logger log = LoggerFactory.getLogger(NetworkWatch.class);

  private final ProjectNetworks networks;
  private final Turns turns;
  private Projects before = Projects.NONE;
  private boolean seenBefore;

  public NetworkWatch(ProjectNetworks networks, Turns turns) {
    this.networks = networks;
    this.turns = turns;
  }

  /** Called with each snapshot, by one thread. */
  public void see(Projects now) {
    if (!seenBefore) {
      seenBefore = true;
      Threads.start("join-networks", () -> joinAll(now));
    }
    for (Project project : before.all()) {
      if (project.isRunning() && now.find(project.name()).filter(Project::isRunning).isEmpty()) {
        leave(project);
      }
    }
    before = now;
  }

  private void joinAll(Projects now) {
    try {
      networks.joinAll(now);
    } catch (EngineException e) {
      log.warn("The networks of what runs were not joined: {}", e.getMessage());
    }
  }

  /** Whoever has the turn, a sleep or a wake, sees to its networks itself. */
  private void leave(Project project) {
    String name = project.name();
    turns
        .tryTake(name)
        .ifPresent(turn -> Threads.start("leave-networks-" + name, () -> leave(project, turn)));
  }

  private void leave(Project project, Turns.Turn turn) {
    try (turn) {
      networks.leaveStopped(project);
    } catch (EngineException e) {
      log.warn("The network of {} was not left: {}", project.name(), e.getMessage());
    }
  }
}
