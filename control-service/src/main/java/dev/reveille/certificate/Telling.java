package dev.reveille.certificate;

import dev.reveille.certificate.CertificateEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of events, in the log and to whoever listens; of what lasts, not at every look. */
final class Telling {
  private static final Logger log = LoggerFactory.getLogger(Telling.class);
  private static final Duration DAY = Duration.ofDays(1);

  private final Consumer<CertificateEvent> listener;
  private final InstantSource clock;
  private final Map<String, String> lasting = new HashMap<>();
  private final Map<String, Instant> warned = new HashMap<>();

  Telling(Consumer<CertificateEvent> listener, InstantSource clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /** Something has happened; what lasted is over. */
  void happened(String name, Kind kind, String text) {
    lasting.remove(name);
    if (kind == Kind.ISSUED || kind == Kind.RENEWED) {
      warned.remove(name);
    }
    tell(name, kind, text);
  }

  /** Something is so for a while; told when it begins, and when the reason changes. */
  void lasts(String name, Kind kind, String reason, String more) {
    if (!reason.equals(lasting.put(name, reason))) {
      tell(name, kind, reason + more);
    }
  }

  /**
   * Warns of a certificate that is about to expire, at most once a day.
   *
   * @return when it would be warned of next
   */
  Instant expiring(String name, ServerCertificate certificate, String why) {
    Instant now = clock.instant();
    Instant next = warned.getOrDefault(name, Instant.MIN);
    if (now.isBefore(next)) {
      return next;
    }
    warned.put(name, now.plus(DAY));
    tell(name, Kind.EXPIRING, "valid until %s; %s".formatted(certificate.notAfter(), why));
    return now.plus(DAY);
  }

  private void tell(String name, Kind kind, String text) {
    switch (kind) {
      case ORDERED -> log.info("Ordering a certificate name={} {}", name, text);
      case ISSUED -> log.info("Certificate issued name={} {}", name, text);
      case RENEWED -> log.info("Certificate renewed name={} {}", name, text);
      case WAITING -> log.info("Certificate has to wait name={} reason=\"{}\"", name, text);
      case UNCLAIMED -> log.info("Certificate is left to expire name={} {}", name, text);
      case REVOKED -> log.info("Certificate revoked name={}", name);
      case DELETED -> log.info("Certificate deleted name={}", name);
      case FAILED -> log.warn("No certificate, trying again name={} reason=\"{}\"", name, text);
      case EXPIRING -> log.warn("Certificate expires soon name={} reason=\"{}\"", name, text);
    }
    listener.accept(new CertificateEvent(clock.instant(), name, kind, text));
  }
}
