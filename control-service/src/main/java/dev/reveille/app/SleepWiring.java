package dev.reveille.app;

import dev.reveille.activity.Activity;
import dev.reveille.concurrent.Timer;
import dev.reveille.concurrent.Turns;
import dev.reveille.event.Events;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.Inventory;
import dev.reveille.reap.Drain;
import dev.reveille.reap.LifeSigns;
import dev.reveille.reap.RunningRoom;
import dev.reveille.reap.Sleep;
import dev.reveille.reap.SleepRules;
import dev.reveille.reap.SleepingNetworks;
import dev.reveille.reap.Sleeps;
import dev.reveille.reap.Veto;
import dev.reveille.route.ReadyContainers;
import dev.reveille.route.Routes;
import dev.reveille.wake.Room;
import java.time.Duration;

/** Puts together what puts projects to sleep. */
final class SleepWiring implements AutoCloseable {
  /** A gateway reports every second, and at once when routes change. */
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);

  private final Turns turns = new Turns();
  private final Sleeps sleeps;
  private final Room room;

  /** What is there already. */
  record Means(
      ContainerEngine engine,
      Inventory inventory,
      ReadyContainers ready,
      Routes routes,
      Activity activity,
      Events events,
      Timer timer) {}

  /** Makes everything; starts nothing. */
  SleepWiring(SleepRules.Settings settings, Means means) {
    Drain drain = new Drain(means.activity(), DRAIN_LIMIT);
    this.sleeps =
        new Sleeps(
            new Sleeps.Parts(
                means.inventory(),
                means.activity(),
                new LifeSigns(means.engine(), means.timer()),
                new Veto(means.engine()),
                new Sleep.Parts(means.engine(), means.ready(), means.routes(), drain),
                SleepingNetworks.UNTOUCHED,
                turns,
                means.events(),
                means.timer()),
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
