package dev.reveille.metrics;

import dev.reveille.docker.EngineFailures;
import dev.reveille.project.EngineState;
import dev.reveille.project.Inventory;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;

/** Whether the engine does what it is asked. */
public final class EngineMetrics {
  /** Registers all of them. */
  public EngineMetrics(Metrics metrics, Inventory inventory, EngineFailures failures) {
    GaugeWithCallback.builder()
        .name("reveille_engine_reachable")
        .help("1 while the engine answers, else 0.")
        .callback(
            callback ->
                callback.call(inventory.engine().get() instanceof EngineState.Reachable ? 1 : 0))
        .register(metrics.registry());
    CounterWithCallback.builder()
        .name("reveille_engine_errors")
        .help(
            "Calls that the engine refused (containers that are gone by then, too) or did not"
                + " answer.")
        .labelNames("call", "kind")
        .callback(
            callback ->
                failures
                    .all()
                    .forEach(
                        (failure, count) ->
                            callback.call(
                                (double) count, failure.call(), Words.of(failure.kind()))))
        .register(metrics.registry());
    CounterWithCallback.builder()
        .name("reveille_engine_event_stream_reconnects")
        .help("How often the stream of the engine's events had to be opened again.")
        .callback(callback -> callback.call((double) failures.reconnects()))
        .register(metrics.registry());
  }
}
