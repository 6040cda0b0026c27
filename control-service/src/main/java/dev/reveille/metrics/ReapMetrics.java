package dev.reveille.metrics;

import dev.reveille.event.Event;
import dev.reveille.reap.SleepEnd;
import dev.reveille.reap.SleepListener;
import dev.reveille.reap.SleepOutcome;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.List;
import java.util.Map;

/** What was put to sleep and removed, and what was not. */
public final class ReapMetrics implements SleepListener {
  private static final List<String> SLEPT = List.of("asleep", "awake", "failed");

  /** Of the kinds of events, the end. */
  private static final Map<String, String> REMOVALS =
      Map.of(
          "removal-announced", "announced",
          "removal-undone", "undone",
          "removed", "removed",
          "removal-failed", "failed",
          "removal-stopped", "stopped");

  private static final List<String> REMOVED = List.of("project", "directory");

  private final Counter sleeps;
  private final Counter removals;

  /** Registers all of them. */
  public ReapMetrics(Metrics metrics) {
    this.sleeps =
        Counter.builder()
            .name("reveille_sleeps")
            .help("Tries to put a project to sleep, by why, and whether it sleeps.")
            .labelNames("reason", "result")
            .register(metrics.registry());
    this.removals =
        Counter.builder()
            .name("reveille_removals")
            .help("What was done about abandoned projects and directories.")
            .labelNames("of", "result")
            .register(metrics.registry());
    for (SleepEnd.Reason reason : SleepEnd.Reason.values()) {
      SLEPT.forEach(result -> sleeps.initLabelValues(Words.of(reason), result));
    }
    for (String each : REMOVED) {
      REMOVALS.values().forEach(result -> removals.initLabelValues(each, result));
    }
  }

  @Override
  public void ended(SleepEnd end) {
    String result =
        switch (end.outcome()) {
          case SleepOutcome.Asleep _ -> "asleep";
          case SleepOutcome.Awake _ -> "awake";
          case SleepOutcome.Failed _ -> "failed";
        };
    sleeps.labelValues(Words.of(end.reason()), result).inc();
  }

  /** Counts those that tell of a removal, {@code project.removed}. */
  public void hear(Event event) {
    String[] kind = event.kind().split("\\.", 2);
    String result = kind.length == 2 ? REMOVALS.get(kind[1]) : null;
    if (result != null && REMOVED.contains(kind[0])) {
      removals.labelValues(kind[0], result).inc();
    }
  }
}
