package dev.reveille.certificate;

import dev.reveille.certificate.CertificateIssuer.RenewalWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When CAs would like certificates to be renewed, and when to ask them again: as they say, but at
 * least twice a day, and ten times in a lifetime. For one thread.
 */
final class Suggestions {
  private static final Duration TWICE_A_DAY = Duration.ofHours(12);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration AFTER_FAILURE = Duration.ofHours(1);

  /** After a start, so that thousands of certificates are not asked for at once. */
  private static final Duration FIRST = Duration.ofHours(1);

  private final InstantSource clock;
  private final Map<String, Suggestion> known = new HashMap<>();

  private record Suggestion(
      ServerCertificate certificate, Optional<RenewalWindow> window, Instant askAt, boolean asked) {
    boolean isFor(ServerCertificate other) {
      return certificate.id().equals(other.id());
    }
  }

  Suggestions(InstantSource clock) {
    this.clock = clock;
  }

  /** What the CA suggested for this very certificate. */
  Optional<RenewalWindow> window(String name, ServerCertificate certificate) {
    return Optional.ofNullable(known.get(name))
        .filter(it -> it.isFor(certificate))
        .flatMap(Suggestion::window);
  }

  /** When to ask next; empty while the CA is being asked. */
  Optional<Instant> askAt(String name, ServerCertificate certificate) {
    Suggestion suggestion = known.get(name);
    if (suggestion == null || !suggestion.isFor(certificate)) {
      Duration interval = min(FIRST, interval(certificate));
      Instant first =
          clock.instant().plusMillis((long) (interval.toMillis() * Spread.of(certificate.id())));
      suggestion = new Suggestion(certificate, Optional.empty(), first, false);
      known.put(name, suggestion);
    }
    return suggestion.asked() ? Optional.empty() : Optional.of(suggestion.askAt());
  }

  void asking(String name, ServerCertificate certificate) {
    known.put(name, new Suggestion(certificate, window(name, certificate), clock.instant(), true));
  }

  void answered(String name, ServerCertificate certificate, Optional<RenewalWindow> window) {
    Instant now = clock.instant();
    Instant latest = now.plus(interval(certificate));
    Instant askAt =
        window
            .map(RenewalWindow::askAgain)
            .filter(latest::isAfter)
            .map(it -> max(it, now.plus(min(SHORTEST, interval(certificate)))))
            .orElse(latest);
    known.put(name, new Suggestion(certificate, window, askAt, false));
  }

  /** What the CA said before holds on. */
  void failed(String name, ServerCertificate certificate) {
    Instant askAt = clock.instant().plus(min(AFTER_FAILURE, interval(certificate)));
    known.put(name, new Suggestion(certificate, window(name, certificate), askAt, false));
  }

  void forget(String name) {
    known.remove(name);
  }

  private static Duration interval(ServerCertificate certificate) {
    return min(TWICE_A_DAY, RenewalTime.lifetime(certificate).dividedBy(10));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Instant max(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
