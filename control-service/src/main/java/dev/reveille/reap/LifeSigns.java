package dev.reveille.reap;

import dev.reveille.concurrent.Timer;
import dev.reveille.project.Container.Status;
import dev.reveille.project.ContainerDetail;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What shows that a project is used although nobody visits it: somebody started a container or runs
 * a command in one, a container prints lines or keeps a processor busy. Safe for use by many
 * threads.
 */
public final class LifeSigns {
  /** An average over less than this says little: a single probe would be a busy processor. */
  private static final Duration SHORTEST_AVERAGE = Duration.ofSeconds(5);

  /** Measurements of containers that nobody looks at any more are forgotten. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final ContainerEngine engine;
  private final Timer timer;
  private final Map<String, Measurement> measuredById = new ConcurrentHashMap<>();

  public LifeSigns(ContainerEngine engine, Timer timer) {
    this.engine = engine;
    this.timer = timer;
  }

  /**
   * A sign that somebody uses a project.
   *
   * @param at never later than now, also where the engine's clock goes before ours
   * @param what for people: {@code docker exec in shop-web-1}, {@code processor 34 %}
   */
  public record Sign(Instant at, String what) {}

  private record Measurement(Instant at, Instant startedAt, Duration processorTime) {}

  /**
   * Looks at all containers that run. Processor time is compared with the look before, the first
   * time with the container's start.
   *
   * @param since what is not later is no sign
   * @return the newest sign
   * @throws dev.reveille.project.EngineException when the engine does not say
   */
  public Optional<Sign> look(
      Project project, SleepRules rules, SleepRules.Settings settings, Instant since) {
    Instant now = timer.instant();
    List<Sign> signs = new ArrayList<>();
    double busy = 0;
    for (Member member : project.members()) {
      if (member.container().status() == Status.RUNNING) {
        ContainerDetail detail = engine.inspect(member.id());
        start(detail).ifPresent(signs::add);
        command(member, rules, now).ifPresent(signs::add);
        line(member, settings).ifPresent(signs::add);
        busy += rules.cpuPercent() > 0 ? processorPercent(detail, now) : 0;
      }
    }
    if (rules.cpuPercent() > 0 && busy > rules.cpuPercent()) {
      signs.add(new Sign(now, "processor %d %%".formatted(Math.round(busy))));
    }
    return signs.stream()
        .map(sign -> sign.at().isAfter(now) ? new Sign(now, sign.what()) : sign)
        .filter(sign -> sign.at().isAfter(since))
        .max(Comparator.comparing(Sign::at));
  }

  /** What crashes and is started again by the engine, for ever, is used by nobody. */
  private static Optional<Sign> start(ContainerDetail detail) {
    return detail
        .startedAt()
        .filter(_ -> detail.restartCount() == 0)
        .map(at -> new Sign(at, detail.container().name() + " was started"));
  }

  private Optional<Sign> command(Member member, SleepRules rules, Instant now) {
    return rules.execs() && engine.runsCommand(member.id())
        ? Optional.of(new Sign(now, "docker exec in " + member.name()))
        : Optional.empty();
  }

  private Optional<Sign> line(Member member, SleepRules.Settings settings) {
    return SleepRules.logsCount(member, settings)
        ? engine.lastLogLine(member.id()).map(at -> new Sign(at, "log of " + member.name()))
        : Optional.empty();
  }

  /** On average since it was measured last, or started; zero where that is not long ago. */
  private double processorPercent(ContainerDetail detail, Instant now) {
    String id = detail.container().id();
    Instant started = detail.startedAt().orElse(now);
    Measurement before =
        Optional.ofNullable(measuredById.get(id))
            .filter(it -> it.startedAt().equals(started))
            .orElse(new Measurement(started, started, Duration.ZERO));
    if (isTooShort(before, now)) {
      return 0;
    }
    Measurement measured = new Measurement(now, started, engine.processorTime(id));
    measuredById.put(id, measured);
    measuredById.values().removeIf(old -> old.at().plus(REMEMBERED).isBefore(now));
    return percent(before, measured);
  }

  private static boolean isTooShort(Measurement before, Instant now) {
    return Duration.between(before.at(), now).compareTo(SHORTEST_AVERAGE) < 0;
  }

  private static double percent(Measurement before, Measurement after) {
    Duration used = after.processorTime().minus(before.processorTime());
    Duration passed = Duration.between(before.at(), after.at());
    return 100.0 * used.toNanos() / passed.toNanos();
  }
}
