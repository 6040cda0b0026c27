package dev.reveille.app;

import dev.reveille.activity.Activity;
import dev.reveille.concurrent.Timer;
import dev.reveille.concurrent.Turns;
import dev.reveille.docker.DockerEngine;
import dev.reveille.docker.OwnContainer;
import dev.reveille.event.Event;
import dev.reveille.event.Events;
import dev.reveille.project.Inventory;
import dev.reveille.project.Projects;
import dev.reveille.reap.Drain;
import dev.reveille.reap.LifeSigns;
import dev.reveille.reap.NetworkWatch;
import dev.reveille.reap.ProjectNetworks;
import dev.reveille.reap.RunningRoom;
import dev.reveille.reap.Sleep;
import dev.reveille.reap.SleepListener;
import dev.reveille.reap.SleepRules;
import dev.reveille.reap.Sleeps;
import dev.reveille.reap.Veto;
import dev.reveille.route.ReadyContainers;
import dev.reveille.route.Routes;
import dev.reveille.store.StateDirectory;
import dev.reveille.wake.Room;
import dev.reveille.wake.WakingNetworks;
import java.nio.file.Path;
import java.time.Duration;

/** Puts together what puts projects to sleep. */
final class SleepWiring implements AutoCloseable {
  /** A gateway reports every second, and at once when routes change. */
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);

  private static final Path PROC = Path.of("/proc");

  private final Turns turns = new Turns();
  private final ProjectNetworks networks;
  private final NetworkWatch watch;
  private final Sleeps sleeps;
  private final Room room;

  /** What is there already. */
  record Means(
      DockerEngine engine,
      StateDirectory state,
      Inventory inventory,
      ReadyContainers ready,
      Routes routes,
      Activity activity,
      Events events,
      Timer timer,
      SleepListener listener) {}

  /** Makes everything; starts nothing. */
  SleepWiring(SleepRules.Settings settings, boolean networkCleanup, Means means) {
    this.networks =
        new ProjectNetworks(
            means.engine(),
            means.engine().networks(),
            means.state(),
            new ProjectNetworks.Settings(OwnContainer.ids(PROC), networkCleanup));
    this.watch = new NetworkWatch(networks, turns);
    var _ = means.events().follow(0, this::hear);
    Drain drain = new Drain(means.activity(), DRAIN_LIMIT);
    this.sleeps =
        new Sleeps(
            new Sleeps.Parts(
                means.inventory(),
                means.activity(),
                new LifeSigns(means.engine(), means.timer()),
                new Veto(means.engine()),
                new Sleep.Parts(means.engine(), means.ready(), means.routes(), drain),
                networks,
                turns,
                means.events(),
                means.timer(),
                means.listener()),
            settings);
    this.room =
        settings.maxRunning() == 0
            ? Room.UNLIMITED
            : new RunningRoom(settings.maxRunning(), means.inventory(), sleeps, means.timer());
  }

  Turns turns() {
    return turns;
  }

  Room room() {
    return room;
  }

  WakingNetworks networks() {
    return networks;
  }

  private void hear(Event event) {
    if (event.kind().equals("project.removed")) {
      networks.forget(event.subject());
    }
  }

  void see(Projects now) {
    watch.see(now);
  }

  Sleeps sleeps() {
    return sleeps;
  }

  void start() {
    sleeps.start();
  }

  @Override
  public void close() {
    sleeps.close();
  }
}
