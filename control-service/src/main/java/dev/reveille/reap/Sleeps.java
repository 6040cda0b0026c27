package dev.reveille.reap;

import dev.reveille.activity.Activity;
import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import dev.reveille.concurrent.Turns;
import dev.reveille.event.Events;
import dev.reveille.project.EngineException;
import dev.reveille.project.EngineState;
import dev.reveille.project.Inventory;
import dev.reveille.project.Project;
import dev.reveille.project.SleepDepth;
import dev.reveille.reap.LifeSigns.Sign;
import dev.reveille.reap.SleepPlan.Action;
import dev.reveille.reap.SleepPlan.Planned;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts projects to sleep: those that nobody has used for their idle time, those that make room for
 * another, and those that an administrator sends. On doubt nothing is stopped.
 */
public final class Sleeps implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sleeps.class);

  private static final Duration BETWEEN_PLANS = Duration.ofSeconds(5);

  /** Processor time is averaged over this long. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

  /** After a veto, or a refusal of the engine. */
  private static final Duration ASKED_AGAIN = Duration.ofMinutes(1);

  private static final int AT_A_TIME = 4;

  private final Parts parts;
  private final SleepRules.Settings settings;
  private final SleepPlanner planner;
  private final Semaphore slots = new Semaphore(AT_A_TIME);
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final Set<String> current = ConcurrentHashMap.newKeySet();
  private final Map<String, Instant> notBefore = new ConcurrentHashMap<>();
  private final Map<String, Instant> looked = new HashMap<>();
  private final Thread loop;

  /**
   * What it works with.
   *
   * @param turns a project is not put to sleep while it is woken or removed
   * @param networks what goes with a project's containers
   * @param listener hears how they end
   */
  public record Parts(
      Inventory inventory,
      Activity activity,
      LifeSigns signs,
      Veto veto,
      Sleep.Parts sleep,
      SleepingNetworks networks,
      Turns turns,
      Events events,
      Timer timer,
      SleepListener listener) {}

  /** Why a project is to sleep, also for people. */
  private record Cause(SleepEnd.Reason reason, String text) {}

  public Sleeps(Parts parts, SleepRules.Settings settings) {
    this.parts = parts;
    this.settings = settings;
    this.planner = new SleepPlanner(settings);
    this.loop = Thread.ofVirtual().name("sleeps").unstarted(this::run);
  }

  /** Begins to put to sleep what is idle. */
  public void start() {
    loop.start();
  }

  @Override
  public void close() {
    loop.interrupt();
  }

  /** What would be put to sleep now, and what later. */
  public SleepPlan plan() {
    return planner.plan(facts());
  }

  /** Whether a project is being put to sleep. */
  public boolean isFallingAsleep(String project) {
    return current.contains(project);
  }

  /** Puts a project to sleep although it was used a moment ago, but not while requests are open. */
  public SleepOutcome sendToSleep(Project project) throws InterruptedException {
    SleepDepth depth = SleepRules.of(project, settings).depth();
    Cause why = new Cause(SleepEnd.Reason.ADMINISTRATOR, "an administrator said so");
    return sleep(project, depth, why, Objections.NONE);
  }

  /**
   * Puts a project to sleep if that is due; unlike an administrator's word, this obeys whatever
   * keeps it awake, a veto too.
   */
  public SleepOutcome sleepIfDue(Project project) throws InterruptedException {
    Optional<Planned> found = plan().of(project.name());
    if (found.isEmpty()) {
      return new SleepOutcome.Asleep();
    }
    Planned planned = found.get();
    return planned.action() == Action.STAYS
        ? new SleepOutcome.Awake(planned.reason())
        : sleepAsPlanned(planned, project);
  }

  /** How long nobody may have used a project where no label says otherwise; zero is for ever. */
  public Duration idle() {
    return settings.idle();
  }

  /** Puts the least recently used project to sleep that nobody uses now; empty if there is none. */
  Optional<Project> makeRoom(Set<String> except) throws InterruptedException {
    Optional<Project> found = planner.leastRecentlyUsed(facts(), except);
    if (found.isEmpty()) {
      return found;
    }
    Project project = found.get();
    Cause why = new Cause(SleepEnd.Reason.ROOM, "another project needs room");
    SleepOutcome outcome = sleep(project, SleepDepth.STOP, why, whileUnused(project));
    return outcome instanceof SleepOutcome.Asleep ? found : Optional.empty();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        tick();
        parts.timer().sleep(BETWEEN_PLANS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** One round: looks for signs of life, and begins to put to sleep what is due. */
  void tick() {
    if (!(parts.inventory().engine().get() instanceof EngineState.Reachable)) {
      return;
    }
    try {
      lookForLife(plan());
      for (Planned planned : plan().now()) {
        begin(planned);
      }
    } catch (RuntimeException e) {
      log.error("Could not plan what sleeps; trying again", e);
    }
  }

  /** Of those that may sleep by themselves; what was used a moment ago need not be looked at. */
  private void lookForLife(SleepPlan plan) {
    Instant now = parts.timer().instant();
    looked.keySet().removeIf(name -> plan.of(name).isEmpty());
    for (Project project : parts.inventory().projects().get().all()) {
      boolean maySleep =
          SleepPlanner.isRunning(project)
              && plan.of(project.name()).flatMap(Planned::due).isPresent()
              && !parts.turns().isTaken(project.name());
      Instant before = looked.getOrDefault(project.name(), Instant.EPOCH);
      if (maySleep && !now.isBefore(before.plus(BETWEEN_LOOKS))) {
        looked.put(project.name(), now);
        lookForLife(project);
      }
    }
  }

  private Optional<String> lookForLife(Project project) {
    try {
      Instant last = parts.activity().of(project.name()).last();
      SleepRules rules = SleepRules.of(project, settings);
      Optional<Sign> sign = parts.signs().look(project, rules, settings, last);
      sign.ifPresent(it -> parts.activity().used(project.name(), it.at(), it.what()));
      return sign.map(Sign::what);
    } catch (EngineException e) {
      return Optional.of("the engine does not say whether it is used: " + e.getMessage());
    }
  }

  /** The plan is made every few seconds, and one that is due may wait for others for longer. */
  private void begin(Planned planned) {
    String name = planned.project();
    Optional<Project> project = parts.inventory().projects().get().find(name);
    Instant notBefore = this.notBefore.getOrDefault(name, Instant.EPOCH);
    if (project.isEmpty() || parts.timer().instant().isBefore(notBefore) || !begun.add(name)) {
      return;
    }
    Threads.start("sleep-" + name, () -> carryOut(planned, project.get()));
  }

  private void carryOut(Planned planned, Project project) {
    try {
      sleepAsPlanned(planned, project);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      begun.remove(project.name());
    }
  }

  private SleepOutcome sleepAsPlanned(Planned planned, Project project)
      throws InterruptedException {
    boolean isPauseOver = planned.action() == Action.STOPS;
    SleepDepth depth = isPauseOver ? SleepDepth.STOP : SleepRules.of(project, settings).depth();
    SleepEnd.Reason reason = isPauseOver ? SleepEnd.Reason.PAUSE_OVER : SleepEnd.Reason.IDLE;
    Cause why = new Cause(reason, planned.reason());
    return sleep(project, depth, why, whilePlanned(planned, project));
  }

  /** What speaks against a sleep. */
  private interface Objections {
    /** An administrator's word goes before them. */
    Objections NONE =
        new Objections() {
          @Override
          public Optional<String> before() {
            return Optional.empty();
          }

          @Override
          public Optional<String> lastWord() {
            return Optional.empty();
          }
        };

    /** Asked before anything is done; may take a while. */
    Optional<String> before();

    /** Asked when no request can come any more. */
    Optional<String> lastWord();
  }

  /** The plan has to say the same by then. */
  private Objections whilePlanned(Planned planned, Project project) {
    return new Objections() {
      @Override
      public Optional<String> before() {
        return lastWord()
            .or(() -> planned.action() == Action.SLEEPS ? lifeOrVeto(project) : Optional.empty());
      }

      @Override
      public Optional<String> lastWord() {
        Optional<Planned> now = plan().of(project.name());
        return now.filter(it -> it.action() == planned.action()).isPresent()
            ? Optional.empty()
            : Optional.of(now.map(Planned::reason).orElse("it sleeps already"));
      }
    };
  }

  /** Nobody may have begun to use it. */
  private Objections whileUnused(Project project) {
    return new Objections() {
      @Override
      public Optional<String> before() {
        return lastWord().or(() -> lifeOrVeto(project));
      }

      @Override
      public Optional<String> lastWord() {
        return planner.makesRoom(project, facts())
            ? Optional.empty()
            : Optional.of("it is used again");
      }
    };
  }

  private Optional<String> lifeOrVeto(Project project) {
    Optional<String> life = lookForLife(project);
    return life.isPresent() ? life : veto(project);
  }

  private Optional<String> veto(Project project) {
    Optional<String> objection = parts.veto().objection(project);
    if (objection.isPresent()) {
      notBefore.put(project.name(), parts.timer().instant().plus(ASKED_AGAIN));
    }
    return objection;
  }

  private SleepOutcome sleep(Project project, SleepDepth depth, Cause why, Objections against)
      throws InterruptedException {
    slots.acquire();
    try {
      Optional<Turns.Turn> turn = parts.turns().tryTake(project.name());
      if (turn.isEmpty()) {
        return new SleepOutcome.Awake("it is being woken or put to sleep");
      }
      current.add(project.name());
      try (Turns.Turn mine = turn.get()) {
        return inTurn(project, depth, why, against, mine);
      } finally {
        current.remove(project.name());
      }
    } finally {
      slots.release();
    }
  }

  private SleepOutcome inTurn(
      Project project, SleepDepth depth, Cause why, Objections against, Turns.Turn turn)
      throws InterruptedException {
    SleepOutcome outcome;
    try {
      Optional<String> first = against.before();
      outcome =
          first.isPresent()
              ? new SleepOutcome.Awake(first.get())
              : new Sleep(project, parts.sleep(), turn).run(depth, against::lastWord);
      if (outcome instanceof SleepOutcome.Asleep && depth == SleepDepth.STOP) {
        parts.networks().leave(project);
      }
    } catch (EngineException e) {
      outcome = new SleepOutcome.Failed(String.valueOf(e.getMessage()));
    }
    parts.inventory().lookSoon();
    tell(project.name(), depth, why.text(), outcome);
    parts.listener().ended(new SleepEnd(project.name(), why.reason(), outcome));
    return outcome;
  }

  private void tell(String project, SleepDepth depth, String why, SleepOutcome outcome) {
    switch (outcome) {
      case SleepOutcome.Asleep() -> {
        notBefore.remove(project);
        String verb = depth == SleepDepth.PAUSE ? "paused" : "stopped";
        log.info("Asleep project={} by=\"{}\" because=\"{}\"", project, verb, why);
        parts.events().add("project.asleep", project, "%s: %s".formatted(verb, why));
      }
      case SleepOutcome.Awake(var reason) ->
          log.info("Stays awake project={} reason=\"{}\"", project, reason);
      case SleepOutcome.Failed(var reason) -> {
        notBefore.put(project, parts.timer().instant().plus(ASKED_AGAIN));
        log.warn("Could not put to sleep project={} reason=\"{}\"", project, reason);
        parts.events().add("project.sleep-failed", project, reason);
      }
    }
  }

  private SleepPlanner.Facts facts() {
    return new SleepPlanner.Facts(
        parts.inventory().projects().get(),
        parts.activity().all(),
        parts.activity().isComplete() && !parts.activity().gateways().isEmpty(),
        parts.timer().instant());
  }
}
