package dev.reveille.wake;

import dev.reveille.concurrent.Durations;
import dev.reveille.event.Events;
import dev.reveille.wake.WakeEnd.Kind;

/** Tells of each wake: {@code project.woke} and {@code project.wake-failed}. */
public final class WakeEvents implements WakeListener {
  private final Events events;

  public WakeEvents(Events events) {
    this.events = events;
  }

  /** What was only watched was woken by nobody. */
  @Override
  public void ended(WakeEnd end) {
    if (end.kind() == Kind.ADOPTED) {
      return;
    }
    switch (end.outcome()) {
      case WakeOutcome.Ready() -> {
        String text = "%s, took %s".formatted(word(end.kind()), Durations.text(end.took()));
        events.add("project.woke", end.project(), text);
      }
      case WakeOutcome.Failed(var reason, _, _, _) -> addFailure(end, reason);
      case WakeOutcome.NotReadyInTime(var reason) -> addFailure(end, reason);
      case WakeOutcome.EngineGone(var reason) -> addFailure(end, reason);
    }
  }

  private void addFailure(WakeEnd end, String reason) {
    events.add("project.wake-failed", end.project(), reason);
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case COLD -> "cold";
      case PAUSED -> "paused";
      case RUNNING, ADOPTED -> "running already";
    };
  }
}
