package dev.reveille.project;

import dev.reveille.project.Container.Health;
import dev.reveille.project.Container.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A container of {@link InMemoryEngine}: a script of what it does once it is started, and what it
 * does now. The methods that return it are the script, and may be called at any time.
 */
public final class ScriptedContainer {
  private static final int KILLED = 137;
  private static final Duration FIRST_RESTART = Duration.ofMillis(100);

  private final InMemoryEngine engine;
  private final String id;
  private final String name;
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final SortedSet<Integer> ports = new TreeSet<>();
  private final List<String> prints = new ArrayList<>();
  private final ScriptedUse use = new ScriptedUse();
  private String address;
  private Optional<Duration> healthyAfter = Optional.empty();
  private Optional<Duration> unhealthyAfter = Optional.empty();
  private boolean hasHealthcheck;
  private Optional<String> healthOutput = Optional.empty();
  private Optional<Duration> exitsAfter = Optional.empty();
  private int exitsWith;
  private int exitingRuns = Integer.MAX_VALUE;
  private boolean engineRestartsIt;
  private Supplier<Optional<EngineRefused>> refusal = Optional::empty;
  private Duration startTakes = Duration.ZERO;
  private Duration stopTakes = Duration.ZERO;
  private Optional<EngineRefused> stopRefusal = Optional.empty();

  private Status status = Status.CREATED;
  private Health health = Health.NONE;
  private Instant since = Instant.EPOCH;
  private Optional<Instant> startedAt = Optional.empty();
  private int runs;
  private int exitCode;
  private int restartCount;

  ScriptedContainer(InMemoryEngine engine, String name, int number) {
    this.engine = engine;
    this.name = name;
    this.id = "%064x".formatted(number);
    this.address = "10.0.%d.%d".formatted(number / 250, number % 250 + 2);
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  public ScriptedContainer label(String key, String value) {
    return script(() -> labels.put(key, value));
  }

  /** A container of a Compose project. */
  public ScriptedContainer service(String project, String service) {
    return label(Label.COMPOSE_PROJECT.key(), project).label(Label.COMPOSE_SERVICE.key(), service);
  }

  /** {@code shop.test,*.shop.test} */
  public ScriptedContainer host(String hosts) {
    return label(Label.HOST.key(), hosts);
  }

  /**
   * {@code db:service_healthy:false}; an empty text is what Compose writes where there are none.
   */
  public ScriptedContainer dependsOn(String dependencies) {
    return label(Label.COMPOSE_DEPENDS_ON.key(), dependencies);
  }

  public ScriptedContainer exposes(int port) {
    return script(() -> ports.add(port));
  }

  /** Where it is reached while it runs, in place of an address where nobody answers. */
  public ScriptedContainer address(String reached) {
    return script(() -> address = reached);
  }

  /** Has a HEALTHCHECK that succeeds that long after each start. */
  public ScriptedContainer healthyAfter(Duration time) {
    return script(
        () -> {
          hasHealthcheck = true;
          healthyAfter = Optional.of(time);
        });
  }

  /** Has a HEALTHCHECK that never gets further than "starting". */
  public ScriptedContainer neverHealthy() {
    return script(() -> hasHealthcheck = true);
  }

  /** Has a HEALTHCHECK that gives up that long after each start. */
  public ScriptedContainer unhealthyAfter(Duration time, String output) {
    return script(
        () -> {
          hasHealthcheck = true;
          unhealthyAfter = Optional.of(time);
          healthOutput = Optional.of(output);
        });
  }

  /** Ends by itself that long after each start. */
  public ScriptedContainer exitsAfter(Duration time, int code) {
    return exits(Integer.MAX_VALUE, time, code);
  }

  /** Ends at once when it is started, that many times; later it stays up. */
  public ScriptedContainer exitsTimes(int times, int code) {
    return exits(times, Duration.ZERO, code);
  }

  /** Its restart policy is {@code on-failure}. */
  public ScriptedContainer restartedByEngine() {
    return script(() -> engineRestartsIt = true);
  }

  /** 404 for a network or volume that vanished, 400 for a mount, 500 for a port in use. */
  public ScriptedContainer refusesStart(int httpStatus, String reason) {
    EngineRefused refused = new EngineRefused("start container " + name, httpStatus, reason);
    return refusesStart(() -> Optional.of(refused));
  }

  /** Whether it can be started depends on something else. */
  ScriptedContainer refusesStart(Supplier<Optional<EngineRefused>> when) {
    return script(() -> refusal = when);
  }

  /** The call that starts it takes that long. */
  public ScriptedContainer startTakes(Duration time) {
    return script(() -> startTakes = time);
  }

  /** The call that stops it takes that long, and it runs meanwhile. */
  public ScriptedContainer stopTakes(Duration time) {
    return script(() -> stopTakes = time);
  }

  /** The engine answers that to a stop, and the container goes on. */
  public ScriptedContainer refusesStop(int httpStatus, String reason) {
    EngineRefused refused = new EngineRefused("stop container " + name, httpStatus, reason);
    return script(() -> stopRefusal = Optional.of(refused));
  }

  /** Prints the lines at each start. */
  public ScriptedContainer prints(String... lines) {
    return script(() -> prints.addAll(List.of(lines)));
  }

  /** Prints a line now. */
  public ScriptedContainer printsNow(String line) {
    return script(() -> use.print(List.of(line), engine.now()));
  }

  /** Takes that much of one processor from now on, while it runs. */
  public ScriptedContainer usesProcessor(int percent) {
    return script(() -> use.useProcessor(percent, engine.now()));
  }

  /** Somebody runs a command in it, or does so no more. */
  public ScriptedContainer runsCommand(boolean runs) {
    return script(() -> use.runCommand(runs));
  }

  /** How a command ends that is run with {@code /bin/sh -c}. */
  public ScriptedContainer answers(String shellCommand, int exitCode, String output) {
    return script(() -> use.answer(shellCommand, new CommandResult(exitCode, output)));
  }

  /** A command never ends. */
  public ScriptedContainer hangsAt(String shellCommand) {
    return script(() -> use.hang(shellCommand));
  }

  /** Runs from now on. */
  public ScriptedContainer running() {
    return script(
        () -> {
          if (status != Status.RUNNING) {
            run(engine.now());
          }
        });
  }

  /** Is paused from now on. */
  public ScriptedContainer paused() {
    return running().script(() -> status = Status.PAUSED);
  }

  /** Has run and ended, also in place of what it does now. */
  public ScriptedContainer exited(int code) {
    return script(
        () -> {
          runs = Math.max(1, runs);
          startedAt = Optional.of(startedAt.orElseGet(engine::now));
          exitCode = code;
          status = Status.EXITED;
        });
  }

  /** Vanishes. */
  public void remove() {
    engine.change(this, engine::remove);
  }

  Duration startTakes() {
    return startTakes;
  }

  Duration stopTakes() {
    return stopTakes;
  }

  boolean isUp() {
    return status == Status.RUNNING || status == Status.PAUSED || status == Status.RESTARTING;
  }

  void start(Instant now) {
    refuseIf(status == Status.PAUSED, 409, "cannot start a paused container, try unpause instead");
    if (status != Status.RUNNING && status != Status.RESTARTING) {
      refusal
          .get()
          .ifPresent(
              refused -> {
                throw refused;
              });
      restartCount = 0;
      run(now);
    }
  }

  void stop(Instant now) {
    if (isUp()) {
      stopRefusal.ifPresent(
          refused -> {
            throw refused;
          });
      exitCode = KILLED;
      since = now;
      status = Status.EXITED;
    }
  }

  void pause() {
    refuseIf(!isUp(), 409, "Container %s is not running".formatted(id));
    status = Status.PAUSED;
  }

  void refuseUnlessRunning() {
    refuseIf(!isUp(), 409, "Container %s is not running".formatted(id));
    refuseIf(status == Status.PAUSED, 409, "Container %s is paused".formatted(id));
  }

  void unpause() {
    refuseIf(
        status != Status.PAUSED && status != Status.RUNNING,
        500,
        "Container %s is not paused".formatted(id));
    status = Status.RUNNING;
  }

  void restart(Instant now) {
    status = Status.EXITED;
    start(now);
  }

  /** Does what is due; says whether that changed anything. */
  boolean settle(Instant now) {
    boolean changed = false;
    while (settleOnce(now)) {
      changed = true;
    }
    Health before = health;
    health = healthAt(now);
    return changed || health != before;
  }

  Container toContainer() {
    boolean isUp = status == Status.RUNNING || status == Status.PAUSED;
    return new Container(
        id,
        name,
        status,
        health,
        labels,
        isUp ? Optional.of(address) : Optional.empty(),
        isUp ? ports : new TreeSet<>());
  }

  ContainerDetail toDetail() {
    return new ContainerDetail(
        toContainer(),
        exitCode,
        startedAt,
        restartCount,
        hasHealthcheck,
        health == Health.UNHEALTHY ? healthOutput : Optional.empty());
  }

  ScriptedUse use() {
    return use;
  }

  private ScriptedContainer exits(int times, Duration time, int code) {
    return script(
        () -> {
          exitingRuns = times;
          exitsAfter = Optional.of(time);
          exitsWith = code;
        });
  }

  private ScriptedContainer script(Runnable line) {
    engine.change(this, _ -> line.run());
    return this;
  }

  private void refuseIf(boolean refused, int httpStatus, String reason) {
    if (refused) {
      throw new EngineRefused("change container " + name, httpStatus, reason);
    }
  }

  private void run(Instant now) {
    status = Status.RUNNING;
    since = now;
    exitCode = 0;
    runs++;
    startedAt = Optional.of(now);
    use.start(now);
    use.print(prints, now);
  }

  private void end(int code, Instant at) {
    exitCode = code;
    since = at;
    status = Status.EXITED;
    if (engineRestartsIt && code != 0) {
      status = Status.RESTARTING;
      restartCount++;
    }
  }

  private boolean settleOnce(Instant now) {
    if (status == Status.RUNNING && runs <= exitingRuns && isDue(exitsAfter, now)) {
      end(exitsWith, since.plus(exitsAfter.orElseThrow()));
      return true;
    }
    Duration pause = FIRST_RESTART.multipliedBy(1L << Math.min(9, Math.max(0, restartCount - 1)));
    if (status == Status.RESTARTING && isDue(Optional.of(pause), now)) {
      run(since.plus(pause));
      return true;
    }
    return false;
  }

  private Health healthAt(Instant now) {
    if (status != Status.RUNNING || !hasHealthcheck) {
      return Health.NONE;
    }
    if (isDue(unhealthyAfter, now)) {
      return Health.UNHEALTHY;
    }
    return isDue(healthyAfter, now) ? Health.HEALTHY : Health.STARTING;
  }

  private boolean isDue(Optional<Duration> time, Instant now) {
    return time.isPresent() && !since.plus(time.orElseThrow()).isAfter(now);
  }
}
