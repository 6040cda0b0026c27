package dev.reveille.reap;

import dev.reveille.activity.StateFiles;
import dev.reveille.concurrent.Turns;
import dev.reveille.event.Events;
import dev.reveille.project.Container;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.EngineDisposal;
import dev.reveille.project.EngineException;
import dev.reveille.project.EngineStock;
import dev.reveille.project.Label;
import dev.reveille.project.Projects;
import dev.reveille.reap.RemovalPlan.Action;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what was abandoned: plans, announces, waits for the grace, reads everything again, and
 * only then removes what still is exactly what was announced. Safe for use by many threads; one
 * removes at a time.
 */
public final class Removals {
  /** The newest format of {@code removals.json} that is read. */
  public static final int FORMAT = StoredRemovals.FORMAT;

  private static final Logger log = LoggerFactory.getLogger(Removals.class);
  private static final String RUN = "removals";
  private static final Duration OFTEN = Duration.ofSeconds(1);
  private static final Duration SELDOM = Duration.ofMinutes(1);
  private static final int LOOKS_A_GRACE = 10;

  private final Parts parts;
  private final Settings settings;
  private final Remembered remembered;
  private final Sizes sizes;
  private final RemovalWork work;
  private final Turns runs = new Turns();
  private volatile Instant next = Instant.EPOCH;
  private volatile Optional<String> refusedBecause = Optional.empty();

  /**
   * What it works with.
   *
   * @param uses by project
   * @param files for {@code removals.json}
   * @param turns those of wakes and sleeps
   * @param own ids of the containers that we run in
   */
  public record Parts(
      ContainerEngine engine,
      EngineDisposal disposal,
      ProjectDirectories directories,
      Supplier<Map<String, LastUse>> uses,
      StateFiles files,
      Turns turns,
      Events events,
      InstantSource clock,
      Supplier<Set<String>> own) {}

  /**
   * What is removed, and when.
   *
   * @param dangling how long nobody may have used a project; zero for: nothing is removed
   * @param grace how long a removal is announced before it is carried out
   * @param removesOrphans whether directories that nobody names are removed as well
   * @param prunesImages whether images go with the projects that alone used them
   */
  public record Settings(
      Duration dangling, Duration grace, boolean removesOrphans, boolean prunesImages) {}

  /**
   * What was done, each by the project's name or the directory's path.
   *
   * @param refused why nothing was, where there was no plan
   * @param failed what will be tried again
   */
  public record Done(
      Optional<String> refused,
      List<String> announced,
      List<String> undone,
      List<String> removed,
      List<String> failed) {
    static Done refused(String reason) {
      return new Done(Optional.of(reason), List.of(), List.of(), List.of(), List.of());
    }
  }

  public Removals(Parts parts, Settings settings) {
    this.parts = parts;
    this.settings = settings;
    this.remembered = new Remembered(parts.files());
    this.sizes = new Sizes(parts.disposal(), parts.directories(), parts.clock());
    this.work = new RemovalWork(parts, remembered);
  }

  /** What would be done now, with sizes; changes nothing. Takes as long as the engine does. */
  public RemovalPlan plan() {
    try {
      return sizes.with(RemovalPlanner.plan(read(), settings));
    } catch (EngineException | UncheckedIOException | IllegalStateException e) {
      return RemovalPlan.refused(parts.clock().instant(), message(e));
    }
  }

  /**
   * Does what is due, if it is time to look again; what goes wrong is told of in the log. To be
   * called every second or so.
   */
  public void tick() {
    Instant now = parts.clock().instant();
    if (!settings.dangling().isZero() && !now.isBefore(next)) {
      next = now.plus(interval());
      now();
    }
  }

  /** Announces, undoes and removes what is due; nothing while removals are off. */
  public Done now() {
    if (settings.dangling().isZero()) {
      return Done.refused("PROJECT_DANGLING_TIMEOUT is off");
    }
    try (Turns.Turn _ = runs.take(RUN)) {
      return run();
    } catch (EngineException | UncheckedIOException | IllegalStateException e) {
      return refused(message(e));
    }
  }

  /** Who runs, is in use, permanent, or dangling. */
  public Stats stats(Duration idle) {
    Projects projects = Projects.from(parts.engine().list());
    return Stats.of(
        projects,
        parts.disposal().stock(),
        parts.uses().get(),
        new Stats.Limits(idle, settings.dangling()),
        parts.clock().instant());
  }

  private Done run() {
    Facts facts = read();
    remembered.set(facts.memory());
    RemovalPlan plan = RemovalPlanner.plan(facts, settings);
    if (plan.refused().isPresent()) {
      return refused(plan.refused().get());
    }
    tellPlanned();
    List<String> removed = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    facts.memory().begun().forEach((name, _) -> note(name, carryOn(name), removed, failed));
    List<String> undone = new Announcements(parts, remembered).undo(plan);
    List<String> announced = new Announcements(parts, remembered).announce(plan, sizes);
    for (RemovalPlan.OfProject each : plan.projects()) {
      if (each.action() == Action.REMOVE && !isBegun(each.project())) {
        note(each.project(), remove(each), removed, failed);
      }
    }
    for (RemovalPlan.OfOrphan each : plan.orphans()) {
      String path = each.path().toString();
      if (each.action() == Action.REMOVE && !isBegun(path)) {
        note(path, remove(each), removed, failed);
      }
    }
    return new Done(Optional.empty(), announced, undone, removed, failed);
  }

  private boolean isBegun(String name) {
    return remembered.get().begun().containsKey(name);
  }

  private static void note(
      String name, RemovalWork.Result result, List<String> removed, List<String> failed) {
    switch (result) {
      case REMOVED -> removed.add(name);
      case FAILED -> failed.add(name);
      case LEFT -> {} // it is used, or was changed
    }
  }

  private RemovalWork.Result carryOn(String name) {
    return inTurn(
        name,
        () -> {
          Facts facts = read();
          Memory.Begun begun = facts.memory().begun().get(name);
          if (begun == null || facts.memory().all().isDoubtful()) {
            return RemovalWork.Result.LEFT;
          }
          Optional<String> objection = RemovalPlanner.objection(name, begun, facts, settings);
          return objection
              .map(reason -> work.stop(name, reason))
              .orElseGet(() -> work.finish(name));
        });
  }

  /** Reads everything again once nobody else can change the project. */
  private RemovalWork.Result remove(RemovalPlan.OfProject planned) {
    return inTurn(
        planned.project(),
        () ->
            RemovalPlanner.plan(read(), settings)
                .of(planned.project())
                .filter(planned::isLike)
                .map(sizes::of)
                .map(work::remove)
                .orElse(RemovalWork.Result.LEFT));
  }

  private RemovalWork.Result remove(RemovalPlan.OfOrphan planned) {
    return inTurn(
        planned.path().toString(),
        () ->
            RemovalPlanner.plan(read(), settings)
                .of(planned.path())
                .filter(planned::equals)
                .map(work::remove)
                .orElse(RemovalWork.Result.LEFT));
  }

  private RemovalWork.Result inTurn(String name, Supplier<RemovalWork.Result> removal) {
    Optional<Turns.Turn> turn = parts.turns().tryTake(name);
    if (turn.isEmpty()) {
      return RemovalWork.Result.LEFT;
    }
    try (Turns.Turn _ = turn.get()) {
      return removal.get();
    }
  }

  private Facts read() {
    Instant now = parts.clock().instant();
    List<Container> containers = parts.engine().list();
    Projects projects = Projects.from(containers);
    EngineStock stock = parts.disposal().stock();
    Memory memory = remembered.get().after(containers, projects, now);
    Map<String, Directory> directories = directories(stock, memory);
    DirectoryClaims claims = DirectoryClaims.of(stock, directories);
    return new Facts(
        containers,
        projects,
        stock,
        directories,
        parts.directories().top(name -> !claims.mayName(name)),
        parts.uses().get(),
        memory,
        parts.own().get(),
        now);
  }

  private Map<String, Directory> directories(EngineStock stock, Memory memory) {
    Stream<String> named =
        stock.holders().stream()
            .flatMap(
                holder ->
                    Stream.concat(
                        Label.ROOT.of(holder.labels()).stream(),
                        DirectoryClaims.workingDirectory(holder).stream()));
    Stream<String> begun = memory.begun().values().stream().flatMap(it -> it.hostPath().stream());
    Map<String, Directory> directories = new HashMap<>();
    Stream.concat(named, begun)
        .forEach(path -> directories.computeIfAbsent(path, parts.directories()::find));
    return directories;
  }

  private Duration interval() {
    Duration shorter =
        settings.grace().isZero() || settings.grace().compareTo(settings.dangling()) > 0
            ? settings.dangling()
            : settings.grace();
    Duration interval = shorter.dividedBy(LOOKS_A_GRACE);
    if (interval.compareTo(OFTEN) < 0) {
      return OFTEN;
    }
    return interval.compareTo(SELDOM) > 0 ? SELDOM : interval;
  }

  private Done refused(String reason) {
    if (refusedBecause.isEmpty()) {
      log.warn("Nothing is removed, and no plan is made reason=\"{}\"", reason);
    }
    refusedBecause = Optional.of(reason);
    return Done.refused(reason);
  }

  private void tellPlanned() {
    refusedBecause.ifPresent(_ -> log.info("Removals are planned again"));
    refusedBecause = Optional.empty();
  }

  private static String message(RuntimeException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
