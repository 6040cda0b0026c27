package dev.reveille.reap;

import dev.reveille.concurrent.Durations;
import dev.reveille.project.Container;
import dev.reveille.project.EngineStock.Holder;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import dev.reveille.project.RemovalLabels;
import dev.reveille.reap.RemovalPlan.Action;
import dev.reveille.reap.RemovalPlan.OfOrphan;
import dev.reveille.reap.RemovalPlan.OfProject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns facts into a plan. On any doubt about a project the project is kept. */
final class RemovalPlanner {
  private static final String OFF = "PROJECT_DANGLING_TIMEOUT is off";

  /** Made by file systems, not by people. */
  private static final String RECOVERED_FILES = "lost+found";

  private final Facts facts;
  private final Removals.Settings settings;
  private final StockIndex index;
  private final DirectoryClaims claims;
  private final Set<String> visible;

  private RemovalPlanner(Facts facts, Removals.Settings settings) {
    this.facts = facts;
    this.settings = settings;
    this.index = new StockIndex(facts.stock(), facts.own());
    this.claims = DirectoryClaims.of(facts.stock(), facts.directories());
    this.visible =
        facts.containers().stream().map(Container::id).collect(Collectors.toUnmodifiableSet());
  }

  static RemovalPlan plan(Facts facts, Removals.Settings settings) {
    Sighting all = facts.memory().all();
    if (all.isDoubtful()) {
      String reason =
          "the engine lists %d containers, and there were %d"
              .formatted(facts.containers().size(), all.containers());
      return RemovalPlan.refused(facts.now(), reason);
    }
    RemovalPlanner planner = new RemovalPlanner(facts, settings);
    return new RemovalPlan(
        facts.now(),
        Optional.empty(),
        facts.projects().all().stream().map(planner::of).toList(),
        facts.top().stream().filter(planner::isOrphan).map(planner::of).toList());
  }

  /**
   * Why a removal that has begun must not be carried on: what is left is no longer what it was
   * about.
   *
   * @param project its name, or a path
   */
  static Optional<String> objection(
      String project, Memory.Begun begun, Facts facts, Removals.Settings settings) {
    return new RemovalPlanner(facts, settings).objection(project, begun);
  }

  private OfProject of(Project project) {
    String owner = Owner.key(project);
    return reasonToKeep(project, owner)
        .map(reason -> keep(project, owner, reason, Optional.empty()))
        .or(() -> notYet(project, owner))
        .orElseGet(() -> remove(project, owner));
  }

  private static OfProject keep(
      Project project, String owner, String reason, Optional<Instant> due) {
    return new OfProject(
        project.name(), Action.KEEP, reason, due, Optional.empty(), owner, Belongings.NONE);
  }

  private Optional<String> reasonToKeep(Project project, String owner) {
    if (settings.dangling().isZero()) {
      return Optional.of(OFF);
    }
    return permanent(project, owner)
        .or(() -> inUse(project, owner))
        .or(() -> doubt(project, owner));
  }

  /** Also by containers that are no part of it for us: one-off ones, and those left out. */
  private Optional<String> permanent(Project project, String owner) {
    Stream<String> ofMembers =
        project.members().stream().filter(it -> it.removal().permanent()).map(Member::name);
    Stream<String> ofAll =
        index.holders(owner).stream()
            .filter(holder -> RemovalLabels.of(holder.labels()).permanent())
            .map(Holder::name);
    return Stream.concat(ofMembers, ofAll)
        .findFirst()
        .map("container %s says that it is permanent"::formatted);
  }

  private Optional<String> inUse(Project project, String owner) {
    int open = use(project.name()).open();
    if (open > 0) {
      return Optional.of("it is in use: %d open requests".formatted(open));
    }
    Stream<Container> members = project.members().stream().map(Member::container);
    return members
        .filter(container -> !isStopped(container))
        .findFirst()
        .map(container -> isNotStopped(container.name(), container.status()))
        .or(() -> notStopped(owner));
  }

  private Optional<String> notStopped(String owner) {
    return index.holders(owner).stream()
        .filter(holder -> !holder.isStopped())
        .findFirst()
        .map(holder -> isNotStopped(holder.name(), holder.status()));
  }

  private static boolean isStopped(Container container) {
    return switch (container.status()) {
      case CREATED, EXITED, DEAD -> true;
      case RUNNING, PAUSED, RESTARTING, REMOVING -> false;
    };
  }

  private static String isNotStopped(String name, Container.Status status) {
    return "container %s is %s".formatted(name, status.name().toLowerCase(Locale.ROOT));
  }

  private Optional<String> doubt(Project project, String owner) {
    List<String> held = index.holders(owner).stream().map(Holder::id).toList();
    if (!held.containsAll(project.members().stream().map(Member::id).toList())) {
      return Optional.of("the engine's answers about its containers differ");
    }
    Optional<String> hidden =
        index.holders(owner).stream()
            .filter(holder -> !visible.contains(holder.id()))
            .findFirst()
            .map(it -> "container %s is not among those of CONTAINER_FILTER".formatted(it.name()));
    return hidden.or(() -> fewer(project)).or(() -> unknown(project));
  }

  private Optional<String> fewer(Project project) {
    return Optional.ofNullable(facts.memory().byProject().get(project.name()))
        .filter(Sighting::isDoubtful)
        .map(
            sighting ->
                "the engine lists %d of its containers, and there were %d"
                    .formatted(project.members().size(), sighting.containers()));
  }

  private Optional<String> unknown(Project project) {
    return use(project.name()).known()
        ? Optional.empty()
        : Optional.of("nobody knows when it was last used");
  }

  private Optional<OfProject> notYet(Project project, String owner) {
    Instant last = use(project.name()).last();
    Instant dangling = last.plus(settings.dangling());
    if (!facts.now().isBefore(dangling)) {
      return Optional.empty();
    }
    String reason = "it was last used at " + seconds(last);
    return Optional.of(keep(project, owner, reason, Optional.of(dangling.plus(settings.grace()))));
  }

  private OfProject remove(Project project, String owner) {
    Belongings belongings =
        new Inheritance(owner, index, claims, facts.directories())
            .belongings(settings.prunesImages());
    Instant last = use(project.name()).last();
    Optional<Instant> announced =
        Optional.ofNullable(facts.memory().announced().get(project.name()))
            .filter(it -> !last.isAfter(it.at()) && it.what().covers(belongings.scope(owner)))
            .map(Memory.Announcement::at);
    Instant due = announced.orElse(facts.now()).plus(settings.grace());
    return new OfProject(
        project.name(),
        action(announced, due),
        "nobody has used it since %s, for %s".formatted(seconds(last), age(last)),
        Optional.of(due),
        announced,
        owner,
        belongings);
  }

  private Action action(Optional<Instant> announced, Instant due) {
    boolean isDue = announced.isPresent() && !facts.now().isBefore(due);
    return isDue ? Action.REMOVE : Action.ANNOUNCE;
  }

  private boolean isOrphan(TopDirectory directory) {
    String name = directory.name();
    return !name.startsWith(".") && !name.equals(RECOVERED_FILES) && !claims.mayName(name);
  }

  private OfOrphan of(TopDirectory directory) {
    Instant dangling = directory.changed().plus(settings.dangling());
    if (settings.dangling().isZero() || !settings.removesOrphans()) {
      return orphan(directory, Action.KEEP, Optional.empty());
    }
    if (facts.now().isBefore(dangling)) {
      return orphan(directory, Action.KEEP, Optional.of(dangling.plus(settings.grace())));
    }
    Optional<Instant> announced =
        Optional.ofNullable(facts.memory().orphans().get(directory.path().toString()))
            .filter(at -> !directory.changed().isAfter(at));
    Instant due = announced.orElse(facts.now()).plus(settings.grace());
    return orphan(directory, action(announced, due), Optional.of(due));
  }

  private OfOrphan orphan(TopDirectory directory, Action action, Optional<Instant> due) {
    String reason =
        "no container names it, and nothing in it was changed since %s, for %s"
            .formatted(seconds(directory.changed()), age(directory.changed()));
    return new OfOrphan(
        directory.path(), action, reason, due, directory.changed(), OptionalLong.empty());
  }

  private Optional<String> objection(String project, Memory.Begun begun) {
    Scope what = begun.what();
    LastUse use = use(project);
    if (use.open() > 0 || (use.known() && !use.last().isBefore(begun.at()))) {
      return Optional.of("it was used again");
    }
    List<Holder> left = index.holders(what.owner());
    return left.stream()
        .filter(holder -> RemovalLabels.of(holder.labels()).permanent())
        .findFirst()
        .map(holder -> "container %s says that it is permanent".formatted(holder.name()))
        .or(() -> notStopped(what.owner()))
        .or(() -> isNew(left, what))
        .or(() -> isShared(what))
        .or(() -> begun.isAside() ? Optional.empty() : otherDirectory(begun));
  }

  private static Optional<String> isNew(List<Holder> left, Scope what) {
    return left.stream()
        .filter(holder -> !what.containers().contains(holder.id()))
        .findFirst()
        .map(holder -> "container %s is new".formatted(holder.name()));
  }

  private Optional<String> isShared(Scope what) {
    Optional<String> volume =
        facts.stock().volumes().stream()
            .filter(it -> what.volumes().contains(it.name()))
            .filter(
                it ->
                    !it.composeProject().map(Owner::ofCompose).equals(Optional.of(what.owner()))
                        || index.othersUse(it, what.owner()))
            .findFirst()
            .map(it -> "volume %s is another's".formatted(it.name()));
    return volume.or(
        () ->
            facts.stock().networks().stream()
                .filter(it -> what.networks().contains(it.id()))
                .filter(it -> index.othersUse(it, what.owner()))
                .findFirst()
                .map(it -> "network %s is another's".formatted(it.name())));
  }

  private Optional<String> otherDirectory(Memory.Begun begun) {
    Optional<Path> path = begun.what().directory().map(Path::of);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Path directory = path.get();
    if (begun.hostPath().isEmpty()) {
      return Optional.of("directory %s is named again".formatted(directory))
          .filter(_ -> claims.mayName(String.valueOf(directory.getFileName())));
    }
    String hostPath = begun.hostPath().get();
    return switch (facts.directories().get(hostPath)) {
      case Directory.Missing() -> Optional.empty();
      case Directory.Found(Path found) when found.equals(directory) ->
          claims
              .otherThan(begun.what().owner(), hostPath, directory)
              .map(other -> "%s names directory %s too".formatted(other, hostPath));
      case null, default -> Optional.of("directory %s is another now".formatted(hostPath));
    };
  }

  private LastUse use(String project) {
    return facts.uses().getOrDefault(project, LastUse.UNKNOWN);
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private String age(Instant since) {
    Duration age = Duration.between(since, facts.now());
    return age.toHours() < 2 ? Durations.text(age) : age.toHours() + "h";
  }
}
