package dev.reveille.reap;

import dev.reveille.activity.StateFiles;
import dev.reveille.project.ConnectedContainer;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.EngineNetworks;
import dev.reveille.project.EngineRefused;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import dev.reveille.wake.WakingNetworks;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to networks when projects sleep and wake: the gateway's container joins and leaves
 * them, and those that only a sleeping project uses are removed and made again, if so wished.
 *
 * <p>Calls for one project come one at a time; otherwise it is safe for use by many threads. All of
 * them throw {@link dev.reveille.project.EngineException} when the engine did not do what it was
 * asked; what is not done then is done by the next call.
 */
public final class ProjectNetworks implements SleepingNetworks, WakingNetworks {
  /** The newest format of {@code networks.json} that is read. */
  public static final int FORMAT = StoredNetworks.FORMAT;

  private static final Logger log = LoggerFactory.getLogger(ProjectNetworks.class);

  private final EngineNetworks networks;
  private final GatewayNetworks gateway;
  private final OwnNetworks own;
  private final boolean cleanup;

  /**
   * How it is set up.
   *
   * @param gateway ids that the gateway's own container may have; none on the host
   * @param cleanup whether a sleeping project's own networks are removed
   */
  public record Settings(Set<String> gateway, boolean cleanup) {
    public Settings {
      gateway = Set.copyOf(gateway);
    }
  }

  public ProjectNetworks(
      ContainerEngine engine, EngineNetworks networks, StateFiles files, Settings settings) {
    NetworksFile file = new NetworksFile(files);
    this.networks = networks;
    this.gateway = new GatewayNetworks(networks, settings.gateway(), file);
    this.own = new OwnNetworks(engine, networks, file);
    this.cleanup = settings.cleanup();
  }

  /** Its containers are stopped: the gateway leaves, and what only this project used is removed. */
  @Override
  public void leave(Project project) {
    if (!cleanup && !gateway.mayHaveContainer()) {
      return;
    }
    List<ConnectedContainer> all = networks.containers();
    Optional<ConnectedContainer> container = gateway.container(all);
    container.ifPresent(it -> gateway.leave(project, it, all));
    if (cleanup) {
      own.remove(project, container);
    }
  }

  /**
   * Somebody else has stopped or removed its containers: the gateway leaves, and all networks stay.
   */
  void leaveStopped(Project project) {
    if (!gateway.mayHaveContainer()) {
      return;
    }
    List<ConnectedContainer> all = networks.containers();
    gateway.container(all).ifPresent(it -> gateway.leave(project, it, all));
    gateway.join(project); // if it was started again meanwhile
  }

  /**
   * It is about to be started: networks that were removed are made again, also after the clean-up
   * was switched off.
   */
  @Override
  public void prepare(Project project) {
    own.restore(project.name());
  }

  /** It was removed for good, so that nothing has to be made again. */
  public void forget(String project) {
    own.forget(project);
  }

  /** It runs: the gateway joins the networks in which it is reached. */
  @Override
  public void join(Project project) {
    gateway.join(project);
  }

  /** Joins the networks of all that run, as after a restart; one that can't be joined is told. */
  public void joinAll(Projects projects) {
    if (!gateway.mayHaveContainer()) {
      return;
    }
    List<ConnectedContainer> all = networks.containers();
    Optional<ConnectedContainer> container = gateway.container(all);
    for (Project project : projects.all()) {
      if (project.isRunning() && container.isPresent()) {
        joinOrTell(project, container.get(), all);
      }
    }
  }

  private void joinOrTell(
      Project project, ConnectedContainer container, List<ConnectedContainer> all) {
    try {
      gateway.join(project, container, all);
    } catch (EngineRefused e) {
      log.warn(
          "Cannot reach a project, as its network can't be joined project={} reason=\"{}\"",
          project.name(),
          e.getMessage());
    }
  }
}
