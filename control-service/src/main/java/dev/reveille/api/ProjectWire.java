package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.reveille.activity.Use;
import dev.reveille.concurrent.Durations;
import dev.reveille.project.Container;
import dev.reveille.project.HostPattern;
import dev.reveille.project.Member;
import dev.reveille.project.Problem;
import dev.reveille.project.Project;
import dev.reveille.reap.SleepPlan;
import dev.reveille.wake.Wake;
import dev.reveille.wake.WakeOutcome;
import dev.reveille.wake.WakeRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A project as administrators see it.
 *
 * @param state one of the words that {@code openapi.yaml} has
 * @param problems labels that can't be read, hosts that another project has
 * @param wake how far its wake is, while it wakes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProjectWire(
    String name,
    String state,
    List<String> hosts,
    List<ContainerWire> containers,
    List<String> problems,
    @JsonUnwrapped UseWire use,
    @Nullable ProgressWire wake,
    @Nullable LastWakeWire lastWake,
    @Nullable SleepWire sleep) {
  static final Set<String> STATES =
      Set.of("asleep", "waking", "starting", "running", "falling-asleep");

  /**
   * How it was used.
   *
   * @param lastUse now, while a request is open
   * @param usedBy what used it last, for people
   * @param open requests that are open now, those left out that do not count as use
   * @param requests how many there were, the same left out
   * @param keptAwakeUntil until when an administrator keeps it from sleeping
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record UseWire(
      String lastUse, String usedBy, int open, long requests, @Nullable String keptAwakeUntil) {
    static UseWire from(Use use) {
      return new UseWire(
          use.last().toString(),
          use.by(),
          use.open(),
          use.requests(),
          use.keptAwakeUntil().map(Instant::toString).orElse(null));
    }
  }

  /** What has happened to it so far. */
  record Past(Use use, @Nullable Wake wake, @Nullable WakeRecord lastWake) {}

  /**
   * What is planned for its sleep.
   *
   * @param due when it sleeps if nobody uses it until then; absent while something keeps it awake
   * @param reason what was used last, or what keeps it awake
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SleepWire(@Nullable String due, String reason) {
    static SleepWire from(SleepPlan.Planned planned) {
      return new SleepWire(planned.due().map(Instant::toString).orElse(null), planned.reason());
    }
  }

  /** A container; {@code status} and {@code health} in the engine's words. */
  record ContainerWire(String id, String name, String service, String status, String health) {
    static ContainerWire from(Member member) {
      Container container = member.container();
      return new ContainerWire(
          member.id(),
          member.name(),
          member.service(),
          lower(container.status()),
          lower(container.health()));
    }
  }

  /** How the last wake went; {@code outcomes} by service. */
  record LastWakeWire(
      String begun,
      String took,
      Map<String, OutcomeWire> outcomes,
      List<ProgressWire.StepWire> steps) {
    static LastWakeWire from(WakeRecord wake) {
      Map<String, OutcomeWire> outcomes = new TreeMap<>();
      wake.outcomes().forEach((service, each) -> outcomes.put(service, OutcomeWire.from(each)));
      return new LastWakeWire(
          wake.begun().toString(),
          Durations.text(wake.took()),
          outcomes,
          wake.steps().stream().map(ProgressWire.StepWire::from).toList());
    }
  }

  /**
   * How a service's wake ended.
   *
   * @param result {@code ready}, {@code failed}, {@code not-ready-in-time} or {@code engine-gone}
   * @param logLines the last lines of the container that failed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OutcomeWire(
      String result,
      @Nullable String reason,
      @Nullable String container,
      @Nullable Integer exitCode,
      @Nullable List<String> logLines) {
    static OutcomeWire from(WakeOutcome outcome) {
      return switch (outcome) {
        case WakeOutcome.Ready() -> new OutcomeWire("ready", null, null, null, null);
        case WakeOutcome.NotReadyInTime(var reason) ->
            new OutcomeWire("not-ready-in-time", reason, null, null, null);
        case WakeOutcome.EngineGone(var reason) ->
            new OutcomeWire("engine-gone", reason, null, null, null);
        case WakeOutcome.Failed(var reason, var container, var exitCode, var lines) ->
            new OutcomeWire(
                "failed",
                reason,
                container,
                exitCode.isPresent() ? exitCode.getAsInt() : null,
                lines);
      };
    }
  }

  static ProjectWire from(
      Project project,
      String state,
      List<Problem> problems,
      Past past,
      SleepPlan.@Nullable Planned planned) {
    Wake wake = past.wake();
    WakeRecord lastWake = past.lastWake();
    return new ProjectWire(
        project.name(),
        state,
        project.members().stream()
            .flatMap(member -> member.hosts().stream())
            .map(HostPattern::text)
            .distinct()
            .toList(),
        project.members().stream().map(ContainerWire::from).toList(),
        problems.stream()
            .filter(problem -> problem.project().equals(project.name()))
            .map(problem -> "container %s: %s".formatted(problem.container(), problem.text()))
            .toList(),
        UseWire.from(past.use()),
        wake == null ? null : ProgressWire.from(wake),
        lastWake == null ? null : LastWakeWire.from(lastWake),
        planned == null ? null : SleepWire.from(planned));
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
