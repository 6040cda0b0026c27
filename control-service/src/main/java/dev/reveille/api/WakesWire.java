package dev.reveille.api;

import dev.reveille.wake.Moment;
import dev.reveille.wake.WakeRecord;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How a project's last wakes went, newest first. */
record WakesWire(List<WakeWire> wakes) {
  /**
   * One wake.
   *
   * @param begun ISO 8601
   * @param outcomes by service
   * @param moments oldest first
   */
  record WakeWire(
      String begun,
      long tookMillis,
      Map<String, ProjectWire.OutcomeWire> outcomes,
      List<MomentWire> moments) {
    static WakeWire from(WakeRecord wake) {
      Map<String, ProjectWire.OutcomeWire> outcomes = new TreeMap<>();
      wake.outcomes()
          .forEach((service, each) -> outcomes.put(service, ProjectWire.OutcomeWire.from(each)));
      return new WakeWire(
          wake.begun().toString(),
          wake.took().toMillis(),
          outcomes,
          wake.moments().stream().map(moment -> MomentWire.from(moment, wake)).toList());
    }
  }

  /**
   * When a service reached a state.
   *
   * @param afterMillis since the wake begun
   */
  record MomentWire(long afterMillis, String service, String state) {
    static MomentWire from(Moment moment, WakeRecord wake) {
      return new MomentWire(
          Math.max(0, Duration.between(wake.begun(), moment.at()).toMillis()),
          moment.service(),
          moment.state().name().toLowerCase(Locale.ROOT));
    }
  }

  static WakesWire from(List<WakeRecord> wakes) {
    return new WakesWire(wakes.stream().map(WakeWire::from).toList());
  }
}
