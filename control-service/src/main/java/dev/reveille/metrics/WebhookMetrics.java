package dev.reveille.metrics;

import dev.reveille.webhook.Webhooks.Outcome;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.Locale;

/** How telling webhooks' receivers goes. */
public final class WebhookMetrics {
  private final Counter messages;

  /** Registers them. */
  public WebhookMetrics(Metrics metrics) {
    this.messages =
        Counter.builder()
            .name("reveille_webhook_messages")
            .help("Messages to webhooks' receivers: taken, failed (and tried again), dropped.")
            .labelNames("result")
            .register(metrics.registry());
    for (Outcome outcome : Outcome.values()) {
      messages.initLabelValues(word(outcome));
    }
  }

  /** Counts what came of a message. */
  public void count(Outcome outcome) {
    messages.labelValues(word(outcome)).inc();
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
