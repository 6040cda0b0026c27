package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.wake.Progress;
import dev.reveille.wake.Step;
import dev.reveille.wake.Wake;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far a wake is, as visitors see it.
 *
 * @param phase {@code queued} or {@code starting}
 * @param queuePosition 1 for the next one; only while it is queued
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProgressWire(
    String project,
    String phase,
    @Nullable Integer queuePosition,
    List<StepWire> steps,
    int retryAfterSeconds) {

  private static final int RETRY_AFTER_SECONDS = 2;

  /**
   * One service's step.
   *
   * @param state {@code waiting starting started healthy completed ready failed}
   */
  record StepWire(String service, String state) {
    static StepWire from(Step step) {
      return new StepWire(step.service(), step.state().name().toLowerCase(Locale.ROOT));
    }
  }

  static ProgressWire from(Wake wake) {
    Progress progress = wake.progress().get();
    return new ProgressWire(
        wake.project().name(),
        progress.isQueued() ? "queued" : "starting",
        progress.isQueued() ? progress.queuePosition() : null,
        progress.steps().stream().map(StepWire::from).toList(),
        RETRY_AFTER_SECONDS);
  }
}
