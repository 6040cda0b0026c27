package dev.reveille.metrics;

import dev.reveille.wake.Step;
import dev.reveille.wake.StepTime;
import dev.reveille.wake.WakeEnd;
import dev.reveille.wake.WakeListener;
import dev.reveille.wake.WakeOutcome;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How many wakes there were, how they ended, and what took how long. */
public final class WakeMetrics implements WakeListener {
  private static final double[] BOUNDS = {
    0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300
  };
  private static final List<String> RESULTS =
      List.of("ready", "failed", "not-ready-in-time", "engine-gone");

  /** Services go on from them; the others are ends. */
  private static final Set<Step.State> STEPS =
      EnumSet.of(Step.State.WAITING, Step.State.STARTING, Step.State.STARTED, Step.State.HEALTHY);

  private final Counter wakes;
  private final Histogram durations;
  private final Histogram steps;

  /** Registers all of them. */
  public WakeMetrics(Metrics metrics) {
    this.wakes =
        Counter.builder()
            .name("reveille_wakes")
            .help("Wakes that are over, by what the project was woken from and how it ended.")
            .labelNames("kind", "result")
            .register(metrics.registry());
    this.durations =
        histogram("reveille_wake_duration_seconds")
            .help("How long wakes took that ended with the project ready.")
            .labelNames("kind")
            .register(metrics.registry());
    this.steps =
        histogram("reveille_wake_step_duration_seconds")
            .help("How long services stayed in a step of a wake before they left it.")
            .labelNames("step")
            .register(metrics.registry());
    begin();
  }

  @Override
  public void ended(WakeEnd end) {
    String kind = Words.of(end.kind());
    wakes.labelValues(kind, result(end.outcome())).inc();
    if (end.outcome() instanceof WakeOutcome.Ready) {
      durations.labelValues(kind).observe(seconds(end.took()));
    }
    for (StepTime time : end.steps()) {
      if (STEPS.contains(time.step())) {
        steps.labelValues(Words.of(time.step())).observe(seconds(time.took()));
      }
    }
  }

  /**
   * All that can come is there from the beginning, so that the first one is seen as an increase.
   */
  private void begin() {
    for (WakeEnd.Kind kind : WakeEnd.Kind.values()) {
      RESULTS.forEach(result -> wakes.initLabelValues(Words.of(kind), result));
      durations.initLabelValues(Words.of(kind));
    }
    STEPS.forEach(step -> steps.initLabelValues(Words.of(step)));
  }

  private static Histogram.Builder histogram(String name) {
    return Histogram.builder().name(name).classicOnly().classicUpperBounds(BOUNDS);
  }

  private static String result(WakeOutcome outcome) {
    return switch (outcome) {
      case WakeOutcome.Ready _ -> "ready";
      case WakeOutcome.Failed _ -> "failed";
      case WakeOutcome.NotReadyInTime _ -> "not-ready-in-time";
      case WakeOutcome.EngineGone _ -> "engine-gone";
    };
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
