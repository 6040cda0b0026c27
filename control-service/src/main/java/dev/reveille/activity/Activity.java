package dev.reveille.activity;

import dev.reveille.concurrent.Latest;
import dev.reveille.concurrent.Timer;
import dev.reveille.project.Container;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who used which project last, and when; kept in {@code use.json} across restarts. Safe for use by
 * many threads.
 *
 * <p>Whatever is not known counts as use: a project that is seen for the first time was used at
 * that moment, and what a silent gateway had open stays open for a minute.
 */
public final class Activity implements AutoCloseable {
  /** The newest format of {@code use.json} that is read. */
  public static final int FORMAT = StoredUse.FORMAT;

  private static final Duration BETWEEN_WRITES = Duration.ofSeconds(5);

  /**
   * A project whose containers are replaced is away for moments, one on another branch for hours.
   */
  private static final Duration GONE_REMEMBERED = Duration.ofDays(1);

  private final Timer timer;
  private final UseFile file;
  private final Map<String, ProjectUse> uses;
  private final Gateways gateways;
  private final Latest<Long> reports = new Latest<>(0L);
  private final CopyOnWriteArrayList<RequestListener> listeners = new CopyOnWriteArrayList<>();
  private final Semaphore changed = new Semaphore(0);
  private final Thread writer = Thread.ofVirtual().name("activity").unstarted(this::keepWriting);
  private @Nullable Set<String> upBefore;
  private boolean isClosed;

  /** Reads what was known; a file that can't be used is told of, and nothing is known then. */
  public Activity(StateFiles files, Timer timer) {
    this.timer = timer;
    this.file = new UseFile(files);
    StoredUse stored = file.read();
    this.uses = new TreeMap<>(stored.uses());
    this.gateways = new Gateways(stored.knownGateways(), timer.instant());
  }

  /** Begins to write what changes to disk, at most every 5 seconds. */
  public void start() {
    writer.start();
  }

  /**
   * Takes a gateway's report: requests that began, ended or are open are use of this moment.
   *
   * @return whether everything is known that this gateway has counted; after false, its next report
   *     has to name all projects
   */
  public boolean report(GatewayReport report) {
    boolean isKnown;
    Map<String, GatewayReport.Counts> more;
    synchronized (this) {
      Instant now = timer.instant();
      isKnown = gateways.hasReported(report.gateway());
      Set<String> onlyStored =
          report.projects().keySet().stream()
              .filter(name -> gateways.isOnlyStored(report.gateway(), name))
              .collect(Collectors.toSet());
      Gateway before = gateways.take(report, now);
      report.projects().forEach((name, counts) -> count(name, before.counts(name), counts, now));
      more = moreThan(before, report, onlyStored);
    }
    // Outside the lock: who listens may hold its own while it asks for the use of projects.
    more.forEach((project, counts) -> listeners.forEach(it -> it.counted(project, counts)));
    synchronized (reports) {
      reports.set(reports.get() + 1);
    }
    return isKnown;
  }

  /**
   * Something used a project: a visit that woke it, a busy processor, a start by hand.
   *
   * @param at when; a moment of a clock that is ahead of ours counts as now
   * @param by a short phrase for people: {@code a request}, {@code docker exec}
   */
  public synchronized void used(String project, Instant at, String by) {
    Instant now = timer.instant();
    change(project, now, use -> use.used(at.isAfter(now) ? now : at, by));
  }

  /** Keeps a project from sleeping until then, or until {@link #letSleep}. */
  public synchronized void keepAwake(String project, Instant until) {
    change(project, timer.instant(), use -> use.keptAwake(Optional.of(until)));
  }

  /** Ends {@link #keepAwake}. */
  public synchronized void letSleep(String project) {
    change(project, timer.instant(), use -> use.keptAwake(Optional.empty()));
  }

  /** The use of a project; one that was never heard of counts as used now, and as unknown. */
  public synchronized Use of(String project) {
    Instant now = timer.instant();
    return use(project, uses.getOrDefault(project, ProjectUse.firstSeen(now)), now);
  }

  /** The use of every project that is remembered, also of those that went away within a day. */
  public synchronized SortedMap<String, Use> all() {
    Instant now = timer.instant();
    SortedMap<String, Use> all = new TreeMap<>();
    uses.forEach((name, use) -> all.put(name, use(name, use, now)));
    return all;
  }

  /**
   * Follows what the engine has. A project that runs and did not in the snapshot before was started
   * now. The first snapshot starts nothing: what was stored stays valid, and what was not is seen
   * for the first time.
   */
  public synchronized void see(Projects now) {
    Instant time = timer.instant();
    Set<String> up = new HashSet<>();
    for (Project project : now.all()) {
      String name = project.name();
      appears(name, time);
      if (isUp(project)) {
        up.add(name);
        if (upBefore != null && !upBefore.contains(name)) {
          change(name, time, use -> use.used(time, "was started"));
        }
      }
    }
    upBefore = up;
    forgetGone(now.all().stream().map(Project::name).collect(Collectors.toSet()), time);
  }

  /** The gateways that have reported in the last minute, by id. */
  public synchronized List<Gateway> gateways() {
    return gateways.heardOf(timer.instant());
  }

  /**
   * Whether use can be judged: false after our start until the gateways of before, and at least
   * one, have told what they have open, for a minute at most. Until then nothing should sleep.
   */
  public synchronized boolean isComplete() {
    return gateways.haveReported(timer.instant());
  }

  /** Has a listener told of all requests from now on, on the threads that bring the reports. */
  public void follow(RequestListener listener) {
    listeners.add(listener);
  }

  /** How many reports there were; listeners run after each, on the thread that brought it. */
  public Latest<Long> reports() {
    return reports;
  }

  /** Writes what has not been written yet. */
  @Override
  public void close() {
    synchronized (file) { // an interrupt in the midst of a write would break it off
      isClosed = true;
      writer.interrupt();
    }
    write();
  }

  private void count(
      String name, GatewayReport.Counts before, GatewayReport.Counts counts, Instant now) {
    if (counts.open() > 0) {
      change(name, now, use -> use.used(now, "an open request"));
    } else if (counts.hasGrownSince(before)) {
      change(name, now, use -> use.used(now, "a request"));
    }
    if (counts.startedSince(before) > 0) {
      change(name, now, use -> use.requested(counts.startedSince(before)));
    }
  }

  /**
   * What a gateway has counted in all: of what is only stored it can't be said how much of that was
   * told of before our start.
   */
  private static Map<String, GatewayReport.Counts> moreThan(
      Gateway before, GatewayReport report, Set<String> onlyStored) {
    Map<String, GatewayReport.Counts> more = new TreeMap<>();
    report
        .projects()
        .forEach(
            (project, counts) -> {
              if (!onlyStored.contains(project)) {
                more.put(project, counts.since(before.counts(project)));
              }
            });
    return more;
  }

  private void change(String name, Instant now, UnaryOperator<ProjectUse> change) {
    ProjectUse before = uses.getOrDefault(name, ProjectUse.firstSeen(now));
    ProjectUse after = change.apply(before);
    if (!after.equals(uses.put(name, after))) {
      changed.release();
    }
  }

  private Use use(String name, ProjectUse use, Instant now) {
    Instant last = gateways.openUntil(name, use.last(), now);
    return new Use(
        last,
        last.isAfter(use.last()) ? "an open request" : use.by(),
        gateways.open(name, now),
        gateways.quiet(name, now),
        use.requests(),
        use.known(),
        use.keptAwakeUntil().filter(until -> until.isAfter(now)));
  }

  /**
   * A container that ends and is restarted all the time by its policy is not started by anybody.
   */
  private static boolean isUp(Project project) {
    return project.members().stream()
        .filter(Member::claimsHosts)
        .map(member -> member.container().status())
        .anyMatch(
            status -> status == Container.Status.RUNNING || status == Container.Status.RESTARTING);
  }

  private void appears(String name, Instant now) {
    change(name, now, use -> use.gone(Optional.empty()));
  }

  private void forgetGone(Set<String> there, Instant now) {
    for (String name : Set.copyOf(uses.keySet())) {
      if (!there.contains(name)) {
        change(name, now, use -> use.gone(Optional.of(use.goneSince().orElse(now))));
      }
    }
    boolean hasForgotten =
        uses.values()
            .removeIf(
                use ->
                    use.goneSince()
                        .filter(since -> !since.plus(GONE_REMEMBERED).isAfter(now))
                        .isPresent());
    if (hasForgotten) {
      changed.release();
    }
  }

  private void keepWriting() {
    try {
      while (true) {
        changed.acquire();
        Instant begun = timer.instant();
        writeUnlessClosed();
        timer.sleep(timer.left(begun, BETWEEN_WRITES));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void writeUnlessClosed() {
    synchronized (file) {
      changed.drainPermits();
      if (!isClosed && !write()) {
        changed.release();
      }
    }
  }

  /** One at a time: the later content must not be overtaken by the earlier. */
  private boolean write() {
    synchronized (file) {
      StoredUse now;
      synchronized (this) {
        now = StoredUse.of(uses, gateways.all());
      }
      return file.write(now);
    }
  }
}
