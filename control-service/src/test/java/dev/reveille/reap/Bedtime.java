package dev.reveille.reap;

import dev.reveille.activity.Activity;
import dev.reveille.activity.GatewayReport;
import dev.reveille.activity.StateFiles;
import dev.reveille.event.Event;
import dev.reveille.event.Events;
import dev.reveille.project.SleepDepth;
import dev.reveille.wake.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What puts the projects of a machine to sleep, and a gateway that tells what it counts. */
public final class Bedtime {
  private static final Duration DRAIN_LIMIT = Duration.ofMillis(300);

  public final Machine machine;
  public final Activity activity;
  public final Events events;
  public final List<SleepEnd> ends = new CopyOnWriteArrayList<>();
  private Map<String, GatewayReport.Counts> counts = Map.of();
  private boolean follows = true;

  public Bedtime(Machine machine) {
    this.machine = machine;
    this.activity = new Activity(new NoFiles(), machine.timer);
    this.events = new Events(machine.timer);
  }

  /** Without processor time, log lines and commands. */
  public static SleepRules.Settings settings(Duration idle, SleepDepth depth) {
    return new SleepRules.Settings(idle, depth, Duration.ZERO, false, 0, false, 0);
  }

  public Sleeps sleeps(SleepRules.Settings settings) {
    var sleep =
        new Sleep.Parts(
            machine.engine, machine.ready, machine.routes, new Drain(activity, DRAIN_LIMIT));
    return new Sleeps(
        new Sleeps.Parts(
            machine.inventory,
            activity,
            new LifeSigns(machine.engine, machine.timer),
            new Veto(machine.engine),
            sleep,
            SleepingNetworks.UNTOUCHED,
            machine.turns,
            events,
            machine.timer,
            ends::add),
        settings);
  }

  /** Starts the machine; the gateway reports each new route table at once. */
  public Bedtime start() {
    machine.inventory.projects().subscribe(activity::see);
    machine.routes.table().subscribe(_ -> report());
    machine.start();
    report();
    return this;
  }

  /** The gateway tells what it has counted, with the newest table. */
  public void report() {
    if (follows) {
      String version = machine.routes.table().get().version().toString();
      activity.report(new GatewayReport("g1", version, counts));
    }
  }

  /** From now on each of these has a request open. */
  void open(String... projects) {
    var open = new GatewayReport.Counts(1, 0, 0, 1, 0, 0, Map.of(), List.of(), 0);
    counts =
        java.util.Arrays.stream(projects)
            .collect(java.util.stream.Collectors.toMap(name -> name, _ -> open));
    report();
  }

  /** From now on the gateway reports nothing. */
  void fallSilent() {
    follows = false;
  }

  List<String> kindsOfEvents() {
    return events.since(0).stream().map(Event::kind).toList();
  }

  /** Nothing is kept. */
  private static final class NoFiles implements StateFiles {
    @Override
    public Optional<String> read(String name) {
      return Optional.empty();
    }

    @Override
    public void write(String name, String content) {
      // forgotten
    }
  }
}
