package dev.reveille.wake;

import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.concurrent.Turns;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Inventory;
import dev.reveille.project.Project;
import dev.reveille.project.ScriptedContainer;
import dev.reveille.project.WakeMode;
import dev.reveille.route.ReadyContainers;
import dev.reveille.route.Route;
import dev.reveille.route.Routes;
import dev.reveille.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A machine with containers in memory and everything that wakes them, put together as in the
 * product; its time leaps.
 *
 * <p>A test adds its containers first and then calls {@link #start}, unless it is about what is
 * there before.
 */
public final class Machine implements AutoCloseable {
  public static final Duration TIMEOUT = Duration.ofSeconds(10);
  public static final int MAX_STARTS = 2;
  public static final Duration PATIENCE = Duration.ofMillis(50);

  public final LeapingTimer timer = new LeapingTimer();
  public final InMemoryEngine engine = new InMemoryEngine(timer);
  public final ScriptedProbe probe = new ScriptedProbe(timer);
  public final ReadyContainers ready = new ReadyContainers();
  public final Routes routes = new Routes("test");
  public final Inventory inventory = new Inventory(engine, Duration.ofSeconds(10), timer);
  public final Turns turns = new Turns();
  public final List<WakeEnd> ends = new CopyOnWriteArrayList<>();
  public final Wakes wakes;

  public Machine() {
    this(8);
  }

  /**
   * @param maxConcurrent how many wakes run at a time
   */
  public Machine(int maxConcurrent) {
    this.wakes =
        new Wakes(
            new Wakes.Parts(
                engine,
                inventory,
                ready,
                probe,
                turns,
                Room.UNLIMITED,
                WakingNetworks.UNTOUCHED,
                timer,
                ends::add),
            new Wakes.Settings(TIMEOUT, maxConcurrent, MAX_STARTS));
  }

  /** A container {@code shop-web-1} of service {@code web} in project {@code shop}. */
  public ScriptedContainer add(String project, String service) {
    return engine.add(project + "-" + service + "-1").service(project, service);
  }

  /** The same, for what visitors come for; Compose wrote its dependencies down. */
  public ScriptedContainer addSite(String project, String service, String dependencies) {
    return add(project, service).host(project + ".test").dependsOn(dependencies);
  }

  /** Begins to follow the engine, and waits for the first look. */
  public Machine start() {
    Adoption adoption = new Adoption(wakes, ready, turns);
    ready.ids().subscribe(routes::ready);
    inventory.projects().subscribe(adoption::see);
    inventory.projects().subscribe(routes::projects);
    inventory.start();
    engine.watch(inventory::lookSoon);
    look();
    return this;
  }

  /** Waits for a look that begins now. */
  public void look() {
    Eventually.get(inventory.refresh());
  }

  public Project project(String name) {
    return inventory.projects().get().find(name).orElseThrow();
  }

  /** Wakes a project without waiting for it. */
  public Wake wake(String project) {
    return wakes.wake(project(project));
  }

  /** Wakes a project and waits for how that ends for a service. */
  public WakeOutcome outcome(String project, String service) {
    return Eventually.get(wake(project).outcome(service));
  }

  /** Wakes a project and waits until nothing of the wake is left. */
  public WakeRecord finish(String project) {
    wake(project);
    awaitEnd(project);
    return wakes.last(project).orElseThrow();
  }

  public void awaitEnd(String project) {
    Eventually.holds("the wake of " + project + " ended", () -> wakes.current(project).isEmpty());
  }

  /** Waits until a host name leads to a container that answers. */
  public void awaitRoute(String host) {
    Eventually.holds("there is a running route for " + host, () -> isServed(host));
  }

  public boolean isServed(String host) {
    return routes.table().get().match(host).filter(Route::isRunning).isPresent();
  }

  public Optional<Step.State> step(String project, String service) {
    return wakes.last(project).stream()
        .flatMap(record -> record.steps().stream())
        .filter(step -> step.service().equals(service))
        .map(Step::state)
        .findFirst();
  }

  /** Visits as by default, without a rate. */
  public Visits visits() {
    return visits(0, policy(true, TIMEOUT));
  }

  public Visits visits(int wakesPerMinute, VisitPolicy.Settings policy) {
    ClientRate rate = new ClientRate(wakesPerMinute, timer);
    return new Visits(inventory, routes, ready, new VisitPolicy(policy), rate, wakes);
  }

  /**
   * How visits are treated; those of bots and of {@code /robots.txt} wake nothing.
   *
   * @param hold for how long anything but a page load is held, on the real clock
   */
  public static VisitPolicy.Settings policy(boolean autostart, Duration hold) {
    return new VisitPolicy.Settings(
        autostart, WakeMode.AUTO, PATIENCE, hold, List.of("bot"), List.of("/robots.txt"));
  }

  @Override
  public void close() {
    inventory.close();
  }
}
