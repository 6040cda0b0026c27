package dev.reveille.api;

import dev.reveille.certificate.RenewalJob;
import java.util.List;
import java.util.Locale;

/**
 * A forced renewal as it is sent.
 *
 * @param state {@code running}, {@code done} or {@code failed}
 * @param steps oldest first; the last one of a failed job says why
 */
record RenewalWire(String id, String name, String state, List<StepWire> steps) {
  /**
   * A step that has begun.
   *
   * @param at ISO 8601
   */
  record StepWire(String at, String text) {}

  static RenewalWire from(RenewalJob job) {
    RenewalJob.Progress progress = job.progress().get();
    return new RenewalWire(
        job.id(),
        job.name(),
        progress.state().name().toLowerCase(Locale.ROOT),
        progress.steps().stream()
            .map(step -> new StepWire(step.at().toString(), step.text()))
            .toList());
  }
}
