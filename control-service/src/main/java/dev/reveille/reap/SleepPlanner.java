package dev.reveille.reap;

import dev.reveille.activity.Use;
import dev.reveille.concurrent.Durations;
import dev.reveille.project.AwakeHours;
import dev.reveille.project.Container.Status;
import dev.reveille.project.Problem;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import dev.reveille.project.SleepDepth;
import dev.reveille.reap.SleepPlan.Action;
import dev.reveille.reap.SleepPlan.Planned;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides what sleeps; pure. */
public final class SleepPlanner {
  /** Somebody who reads a page asks for nothing meanwhile. */
  private static final Duration READING = Duration.ofSeconds(30);

  private final SleepRules.Settings settings;

  public SleepPlanner(SleepRules.Settings settings) {
    this.settings = settings;
  }

  /**
   * What is known at one moment.
   *
   * @param uses by the names of projects
   * @param counted whether a gateway tells what it counts; without that nothing is known of open
   *     requests
   */
  public record Facts(Projects projects, Map<String, Use> uses, boolean counted, Instant now) {
    public Facts {
      uses = Map.copyOf(uses);
    }
  }

  /** What sleeps now, what later, and why the rest does not. */
  public SleepPlan plan(Facts facts) {
    Set<String> unreadable = unreadable(facts);
    return new SleepPlan(
        facts.projects().all().stream()
            .flatMap(project -> plan(project, facts, unreadable).stream())
            .toList());
  }

  /**
   * Of the projects that could make room, the one that has been used least recently; nobody may
   * have used it for half a minute.
   */
  Optional<Project> leastRecentlyUsed(Facts facts, Set<String> except) {
    return facts.projects().all().stream()
        .filter(project -> isRunning(project) && !except.contains(project.name()))
        .filter(project -> makesRoom(project, facts))
        .min(Comparator.comparing(project -> last(project, facts)));
  }

  /** Whether a project that runs may be put to sleep for another. */
  boolean makesRoom(Project project, Facts facts) {
    boolean neverSleeps =
        project.members().stream()
            .anyMatch(member -> member.sleep().idle().filter(Duration::isZero).isPresent());
    return !neverSleeps
        && !unreadable(facts).contains(project.name())
        && keptAwake(project, SleepRules.of(project, settings), facts).isEmpty()
        && !facts.now().isBefore(last(project, facts).plus(READING));
  }

  /** Projects of which a label can't be read: it might say that they never sleep. */
  private static Set<String> unreadable(Facts facts) {
    return facts.projects().problems().stream().map(Problem::project).collect(Collectors.toSet());
  }

  private static Instant last(Project project, Facts facts) {
    Use use = facts.uses().get(project.name());
    return use == null ? facts.now() : use.last();
  }

  private Optional<Planned> plan(Project project, Facts facts, Set<String> unreadable) {
    boolean running = isRunning(project);
    if (!running && !isPaused(project)) {
      return Optional.empty();
    }
    SleepRules rules = SleepRules.of(project, settings);
    if (!running && rules.depth() == SleepDepth.PAUSE && rules.pauseTimeout().isZero()) {
      return Optional.empty();
    }
    if (!running && rules.depth() == SleepDepth.STOP) {
      return Optional.empty(); // somebody else has paused it
    }
    Optional<String> keptAwake =
        unreadable.contains(project.name())
            ? Optional.of("one of its labels can't be read")
            : keptAwake(project, rules, facts);
    if (rules.idle().isZero() && running) {
      keptAwake = Optional.of("it never sleeps by itself");
    }
    String name = project.name();
    return Optional.of(
        keptAwake
            .map(reason -> new Planned(name, Action.STAYS, Optional.empty(), reason))
            .orElseGet(() -> byTime(project, rules, facts, running)));
  }

  private static Planned byTime(Project project, SleepRules rules, Facts facts, boolean running) {
    Use use = facts.uses().get(project.name());
    Instant last = last(project, facts);
    Instant due = last.plus(rules.idle()).plus(running ? Duration.ZERO : rules.pauseTimeout());
    boolean isDue = use != null && !facts.now().isBefore(due);
    Action action = isDue ? (running ? Action.SLEEPS : Action.STOPS) : Action.STAYS;
    String by = use == null ? "nothing is known yet" : use.by();
    String reason = "last use %s ago: %s".formatted(ago(last, facts.now()), by);
    return new Planned(project.name(), action, Optional.of(due), reason);
  }

  /** What keeps it awake besides a recent use. */
  private static Optional<String> keptAwake(Project project, SleepRules rules, Facts facts) {
    Use use = facts.uses().get(project.name());
    if (!facts.counted()) {
      return Optional.of("no gateway tells what it counts");
    }
    if (use != null && use.open() > 0) {
      return Optional.of(use.open() == 1 ? "a request is open" : use.open() + " requests are open");
    }
    Optional<AwakeHours> hours =
        rules.awake().stream().filter(each -> each.contains(facts.now())).findFirst();
    if (hours.isPresent()) {
      return Optional.of("awake " + hours.get());
    }
    return Optional.ofNullable(use)
        .flatMap(Use::keptAwakeUntil)
        .filter(until -> until.isAfter(facts.now()))
        .map(until -> "kept awake until " + until);
  }

  private static String ago(Instant last, Instant now) {
    Duration ago = Duration.between(last, now);
    return Durations.text(ago.isNegative() ? Duration.ZERO : ago);
  }

  static boolean isRunning(Project project) {
    return has(project, List.of(Status.RUNNING, Status.RESTARTING));
  }

  static boolean isPaused(Project project) {
    return has(project, List.of(Status.PAUSED));
  }

  private static boolean has(Project project, List<Status> any) {
    return project.members().stream().anyMatch(member -> any.contains(member.container().status()));
  }
}
