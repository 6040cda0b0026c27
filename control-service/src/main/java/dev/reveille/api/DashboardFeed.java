package dev.reveille.api;

import dev.reveille.api.DashboardWire.EngineWire;
import dev.reveille.concurrent.Threads;
import dev.reveille.event.Event;
import dev.reveille.project.EngineState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows everything that the dashboard shows, as long as somebody watches: looks after each
 * change, twice a second at most, and tells the viewers what differs.
 */
final class DashboardFeed {
  private static final Logger log = LoggerFactory.getLogger(DashboardFeed.class);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  /** Where nothing tells of a change: times that pass, a session that ends. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private static final Duration BETWEEN_CERTIFICATES = Duration.ofSeconds(2);
  private static final Duration BETWEEN_LOADS = Duration.ofSeconds(5);

  private final ControlServer.Parts parts;
  private final int httpPort;
  private final ProjectsView projects;
  private final Background<List<CertificateWire>> certificates;
  private final Background<Map<String, Loads.LoadWire>> loads;
  private final Semaphore bell = new Semaphore(0);
  private final List<Viewer> viewers = new ArrayList<>();
  private boolean isRunning;

  /** Somebody who watches. */
  interface Viewer {
    /** Told once, at first; must return at once. */
    void begin(DashboardWire whole);

    /** Told of each later change. */
    void change(DashboardWire change);

    /** Whether he may still watch; asked every few seconds. */
    boolean stays();
  }

  DashboardFeed(ControlServer.Parts parts, int httpPort) {
    this.parts = parts;
    this.httpPort = httpPort;
    this.projects = new ProjectsView(parts);
    CertificateCalls calls = new CertificateCalls(parts.certificates(), parts.clock());
    this.certificates =
        new Background<>(
            "certificates",
            BETWEEN_CERTIFICATES,
            List.of(),
            calls::all,
            this::changed,
            parts.clock());
    this.loads =
        new Background<>(
            "loads",
            BETWEEN_LOADS,
            Map.of(),
            new Loads(parts.inventory(), parts.engine(), parts.clock())::look,
            this::changed,
            parts.clock());
    parts.inventory().projects().subscribe(_ -> changed());
    parts.inventory().engine().subscribe(_ -> changed());
    parts.routes().table().subscribe(_ -> changed());
    parts.activity().reports().subscribe(_ -> changed());
    parts.events().follow(Long.MAX_VALUE, this::happened);
  }

  /** Something may be other than before. */
  void changed() {
    bell.release();
  }

  synchronized void follow(Viewer viewer) {
    viewers.add(viewer);
    if (!isRunning) {
      isRunning = true;
      Threads.start("dashboard", this::run);
    }
    changed();
  }

  synchronized int watchers() {
    return viewers.size();
  }

  synchronized void leave(Viewer viewer) {
    viewers.remove(viewer);
    changed();
  }

  private void happened(Event event) {
    if (event.kind().startsWith("certificate.")) {
      certificates.outdated();
    }
    changed();
  }

  private void run() {
    List<Viewer> knowing = List.of();
    DashboardState before = DashboardState.NONE;
    while (true) {
      List<Viewer> all = watching();
      if (all.isEmpty()) {
        return;
      }
      try {
        DashboardState now = look();
        tell(all, knowing, now, before);
        before = now;
        knowing = all;
        bell.tryAcquire(pause(now).toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        log.error("Could not show what changed on the dashboard", e);
      }
      // On the real clock: nothing is decided by it.
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      bell.drainPermits();
    }
  }

  /** The next who comes begins anew where there is nobody. */
  private synchronized List<Viewer> watching() {
    isRunning = !viewers.isEmpty();
    return List.copyOf(viewers);
  }

  private static void tell(
      List<Viewer> all, List<Viewer> knowing, DashboardState now, DashboardState before) {
    DashboardWire change = now.since(before);
    for (Viewer viewer : all) {
      if (!viewer.stays()) {
        continue;
      }
      if (!knowing.contains(viewer)) {
        viewer.begin(now.whole());
      } else if (change != null) {
        viewer.change(change);
      }
    }
  }

  /** Steps of a wake are told by nobody. */
  private static Duration pause(DashboardState now) {
    boolean anyWakes = now.projects().values().stream().anyMatch(it -> it.wake() != null);
    return anyWakes ? Duration.ZERO : LOOK_AGAIN;
  }

  private DashboardState look() {
    return new DashboardState(
        parts.clock().instant(),
        httpPort,
        engine(),
        byName(projects.all(), ProjectWire::name),
        byName(certificates.get(), CertificateWire::name),
        parts.certificates().problems().get(),
        parts.events().since(0),
        loads.get());
  }

  private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
    return all.stream().collect(Collectors.toMap(name, Function.identity()));
  }

  private EngineWire engine() {
    return switch (parts.inventory().engine().get()) {
      case EngineState.Unknown() -> new EngineWire("unknown", null, null);
      case EngineState.Reachable() -> new EngineWire("reachable", null, null);
      case EngineState.Unreachable(var since, var reason) ->
          new EngineWire("unreachable", since.toString(), reason);
    };
  }
}
