package dev.reveille.app;

import dev.reveille.activity.Activity;
import dev.reveille.api.ControlServer;
import dev.reveille.api.Release;
import dev.reveille.concurrent.Timer;
import dev.reveille.config.Config;
import dev.reveille.config.Setting;
import dev.reveille.config.WrongSettings;
import dev.reveille.docker.DockerEngine;
import dev.reveille.event.Events;
import dev.reveille.metrics.EngineMetrics;
import dev.reveille.metrics.GatewayMetrics;
import dev.reveille.metrics.Metrics;
import dev.reveille.metrics.ProjectMetrics;
import dev.reveille.metrics.ReapMetrics;
import dev.reveille.metrics.RequestMetrics;
import dev.reveille.metrics.WakeMetrics;
import dev.reveille.metrics.WebhookMetrics;
import dev.reveille.project.Inventory;
import dev.reveille.reap.ProjectStates;
import dev.reveille.route.ReadyContainers;
import dev.reveille.route.Routes;
import dev.reveille.store.StateDirectory;
import dev.reveille.store.Tokens;
import dev.reveille.wake.Adoption;
import dev.reveille.wake.ClientRate;
import dev.reveille.wake.SocketProbe;
import dev.reveille.wake.VisitPolicy;
import dev.reveille.wake.Visits;
import dev.reveille.wake.WakeEvents;
import dev.reveille.wake.Wakes;
import dev.reveille.webhook.Webhooks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Puts the control service together; owns the order of start and of stop. */
public final class Wiring implements AutoCloseable {
  /** A missed event costs no more than this. */
  private static final Duration RECONCILE_INTERVAL = Duration.ofSeconds(10);

  private final Timer timer = Timer.system();
  private final ReadyContainers ready = new ReadyContainers();
  private final Routes routes;
  private final Events events = new Events(timer);
  private final Metrics metrics = new Metrics();
  private final ReapMetrics reapMetrics = new ReapMetrics(metrics);
  private final Optional<Webhooks> webhooks;
  private final CertificateWiring certificates;
  private final DockerEngine engine;
  private final Inventory inventory;
  private final Activity activity;
  private final SleepWiring sleep;
  private final RemovalWiring removal;
  private final Wakes wakes;
  private final RequestMetrics requestMetrics;
  private final ControlServer server;
  private final SpareMemory spareMemory = new SpareMemory(timer, SpareMemory.Heap.OWN);

  /**
   * Makes everything, and in the state directory what is missing there; starts nothing.
   *
   * @throws dev.reveille.store.StateUnusable when the state directory can't be used
   * @throws WrongSettings when the engine's certificates can't be used
   */
  public Wiring(Config config) {
    StateDirectory state = StateDirectory.open(config.stateDirectory());
    state.refuseNewer(StateFormats.NEWEST_READ);
    this.routes = routes(config);
    Tokens tokens =
        Tokens.from(state, config.adminToken()).withMetrics(config.monitoring().metricsToken());
    this.webhooks = config.webhooks().map(this::webhooks);
    CertificateWiring.Told told = new CertificateWiring.Told(events, metrics);
    this.certificates = new CertificateWiring(config.certificates(), state, routes, told, timer);
    this.engine = engine(config);
    this.inventory = new Inventory(engine, RECONCILE_INTERVAL, timer);
    this.activity = new Activity(state, timer);
    this.sleep =
        new SleepWiring(
            config.sleep(),
            config.networkCleanup(),
            new SleepWiring.Means(
                engine, state, inventory, ready, routes, activity, events, timer, reapMetrics));
    this.removal =
        new RemovalWiring(
            config, new RemovalWiring.Means(engine, activity, state, sleep.turns(), events, timer));
    this.wakes =
        new Wakes(
            new Wakes.Parts(
                engine,
                inventory,
                ready,
                new SocketProbe(),
                sleep.turns(),
                sleep.room(),
                sleep.networks(),
                timer,
                new WakeEvents(events).and(new WakeMetrics(metrics))),
            config.wakes());
    this.requestMetrics = measure(config);
    Visits visits =
        new Visits(
            inventory,
            routes,
            ready,
            new VisitPolicy(config.visits()),
            new ClientRate(config.wakesPerMinute(), timer),
            wakes);
    this.server =
        new ControlServer(
            config.server(),
            tokens,
            new ControlServer.Parts(
                inventory,
                routes,
                visits,
                wakes,
                activity,
                sleep.sleeps(),
                removal.removals(),
                certificates.parts(),
                events,
                metrics,
                operator(config),
                engine,
                timer));
  }

  private static Routes routes(Config config) {
    String epoch = UUID.randomUUID().toString().substring(0, 8);
    return new Routes(epoch, config.server().dashboard().adminHost());
  }

  private ControlServer.OperatorParts operator(Config config) {
    DoctorWiring.Means means =
        new DoctorWiring.Means(engine, activity, routes, certificates.parts().challenges(), timer);
    return new ControlServer.OperatorParts(config.effective(), DoctorWiring.doctor(config, means));
  }

  /** What tells its figures when it is asked. */
  private RequestMetrics measure(Config config) {
    metrics.release(Release.version());
    var _ = events.follow(0, reapMetrics::hear);
    new ProjectMetrics(metrics, inventory, new ProjectStates(routes, wakes, sleep.sleeps()));
    new GatewayMetrics(metrics, activity, routes);
    new EngineMetrics(metrics, inventory, engine.failures());
    RequestMetrics requests =
        new RequestMetrics(metrics, config.monitoring().metricsProjects(), activity);
    activity.follow(requests);
    return requests;
  }

  private DockerEngine engine(Config config) {
    try {
      return new DockerEngine(config.engine(), timer, config.readsVariables());
    } catch (IllegalArgumentException e) {
      throw new WrongSettings(List.of(Setting.DOCKER_CERT_PATH + ": " + e.getMessage()));
    }
  }

  private Webhooks webhooks(Webhooks.Settings settings) {
    return new Webhooks(settings, timer, new WebhookMetrics(metrics)::count);
  }

  /** The port of the control API, once started. */
  int port() {
    return server.port();
  }

  /** Starts what listens before what speaks, so that nothing is missed. */
  public void start() {
    webhooks.ifPresent(Webhooks::start);
    webhooks.ifPresent(it -> events.follow(0, it::hear));
    Adoption adoption = new Adoption(wakes, ready, sleep.turns());
    ready.ids().subscribe(routes::ready);
    inventory.projects().subscribe(adoption::see);
    inventory.projects().subscribe(activity::see);
    inventory.projects().subscribe(requestMetrics::see);
    inventory.projects().subscribe(sleep::see);
    inventory.projects().subscribe(certificates::see); // before the routes that need them
    inventory.projects().subscribe(routes::projects);
    certificates.start();
    server.start();
    inventory.start();
    activity.start();
    sleep.start();
    removal.start();
    spareMemory.start();
    var _ = engine.watch(inventory::lookSoon);
  }

  /** Stops taking requests first; a wake that is under way is left to the engine. */
  @Override
  public void close() {
    server.close();
    spareMemory.close();
    removal.close();
    sleep.close();
    inventory.close();
    activity.close();
    certificates.close();
    webhooks.ifPresent(Webhooks::close);
    engine.close();
  }
}
