package dev.reveille.certificate;

import dev.reveille.activity.StateFiles;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of certificates that expire soon and that only a person replaces, those of {@code
 * CERTS_DIR}; and remembers which one was told of, also across restarts. Safe for use by many
 * threads.
 */
public final class ExpiryWatch {
  /** One certificate's id a line, the oldest first. */
  static final String FILE = "expiry-warnings";

  private static final Logger log = LoggerFactory.getLogger(ExpiryWatch.class);
  private static final Duration LONGEST_NOTICE = Duration.ofDays(30);
  private static final int MOST_REMEMBERED = 1_000;

  private final StateFiles files;
  private final InstantSource clock;
  private final Consumer<CertificateEvent> listener;
  private final Set<String> told = new LinkedHashSet<>();

  public ExpiryWatch(StateFiles files, InstantSource clock, Consumer<CertificateEvent> listener) {
    this.files = files;
    this.clock = clock;
    this.listener = listener;
    try {
      files.read(FILE).ifPresent(text -> text.lines().forEach(told::add));
    } catch (UncheckedIOException e) {
      log.warn("Warnings of what expires may come again: {}", e.getMessage());
    }
  }

  /** What is shown by now. */
  public void see(Collection<Chosen> shown) {
    Instant now = clock.instant();
    shown.stream()
        .filter(ExpiryWatch::isOfAPerson)
        .map(Chosen::certificate)
        .filter(certificate -> !noticeFrom(certificate).isAfter(now))
        .filter(this::isFirst)
        .forEach(certificate -> tell(certificate, now));
  }

  /** Whether it has not been told of before; from then on it has. */
  public boolean isFirst(ServerCertificate certificate) {
    Optional<String> all = remember(certificate.id());
    try {
      all.ifPresent(text -> files.write(FILE, text));
    } catch (UncheckedIOException e) {
      log.warn("A warning of what expires may come again: {}", e.getMessage());
    }
    return all.isPresent();
  }

  /** All of them now; empty where it was one of them before. */
  private synchronized Optional<String> remember(String id) {
    if (!told.add(id)) {
      return Optional.empty();
    }
    if (told.size() > MOST_REMEMBERED) {
      told.remove(told.iterator().next());
    }
    return Optional.of(String.join("\n", told) + "\n");
  }

  /** Earlier than that of what renews itself would be too early for one that lasts for a year. */
  private static Instant noticeFrom(ServerCertificate certificate) {
    Instant longest = certificate.notAfter().minus(LONGEST_NOTICE);
    Instant lastCall = RenewalTime.lastCall(certificate);
    return lastCall.isAfter(longest) ? lastCall : longest;
  }

  private static boolean isOfAPerson(Chosen chosen) {
    return switch (chosen.source()) {
      case CUSTOM, IMPORTED, DEFAULT -> true;
      case ISSUED, LOCAL_CA, SELF_SIGNED -> false;
    };
  }

  private void tell(ServerCertificate certificate, Instant now) {
    String name = certificate.names().stream().sorted().findFirst().orElse("none");
    String text =
        "valid until %s; it is one of CERTS_DIR, where somebody has to replace it"
            .formatted(certificate.notAfter());
    log.warn("Certificate expires soon name={} reason=\"{}\"", name, text);
    listener.accept(new CertificateEvent(now, name, CertificateEvent.Kind.EXPIRING, text));
  }
}
