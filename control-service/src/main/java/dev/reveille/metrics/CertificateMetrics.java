package dev.reveille.metrics;

import dev.reveille.certificate.CertificateEvent;
import dev.reveille.certificate.Chosen;
import dev.reveille.certificate.Issuance;
import dev.reveille.certificate.NameStatus;
import dev.reveille.certificate.ServedCertificates;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How certificates stand: when those that are shown expire, and how ordering goes. */
public final class CertificateMetrics {
  private final Counter events;

  /** Registers all of them. */
  public CertificateMetrics(
      Metrics metrics, ServedCertificates served, Optional<Issuance> issuance) {
    GaugeWithCallback.builder()
        .name("reveille_certificate_expiry_timestamp_seconds")
        .help("When a certificate that is shown expires.")
        .labelNames("certificate", "source")
        .callback(callback -> expiries(served, callback))
        .register(metrics.registry());
    GaugeWithCallback.builder()
        .name("reveille_certificate_names")
        .help("Names that certificates are ordered for, by state.")
        .labelNames("state")
        .callback(callback -> states(issuance, callback))
        .register(metrics.registry());
    this.events =
        Counter.builder()
            .name("reveille_certificate_events")
            .help("What happened to certificates: ordered, issued, renewed, failed …")
            .labelNames("kind")
            .register(metrics.registry());
    for (CertificateEvent.Kind kind : CertificateEvent.Kind.values()) {
      events.initLabelValues(Words.of(kind));
    }
  }

  /** Counts something that happened. */
  public void count(CertificateEvent event) {
    events.labelValues(Words.of(event.kind())).inc();
  }

  /** One for each certificate, however many names it is shown for. */
  private static void expiries(ServedCertificates served, GaugeWithCallback.Callback callback) {
    Map<String, Chosen> byId = new HashMap<>();
    served.shown().get().values().forEach(each -> byId.putIfAbsent(each.certificate().id(), each));
    Map<String, Double> soonest = new HashMap<>();
    byId.values()
        .forEach(
            chosen ->
                soonest.merge(
                    label(chosen) + "\n" + Words.of(chosen.source()),
                    (double) chosen.certificate().notAfter().getEpochSecond(),
                    Math::min));
    soonest.forEach((labels, expiry) -> callback.call(expiry, labels.split("\n", 2)));
  }

  private static String label(Chosen chosen) {
    return chosen.certificate().names().stream().sorted().findFirst().orElse("none");
  }

  private static void states(Optional<Issuance> issuance, GaugeWithCallback.Callback callback) {
    Map<NameStatus.State, Integer> counts = new EnumMap<>(NameStatus.State.class);
    for (NameStatus.State state : NameStatus.State.values()) {
      counts.put(state, 0);
    }
    issuance.ifPresent(
        each -> each.statuses().forEach(status -> counts.merge(status.state(), 1, Integer::sum)));
    counts.forEach((state, count) -> callback.call(count, Words.of(state)));
  }
}
