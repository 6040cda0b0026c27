package dev.reveille.certificate;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A name whose certificate a person should look at.
 *
 * @param reason why, a sentence without a full stop
 */
public record Attention(String name, String reason) {
  /**
   * All of them, by name; each once, with what weighs most.
   *
   * @param shown by the name for which each is shown
   * @param statuses of those that a CA is asked for
   */
  public static List<Attention> of(
      Map<String, Chosen> shown, Collection<NameStatus> statuses, Instant now) {
    Map<String, String> reasons = new TreeMap<>();
    for (NameStatus status : statuses) {
      status.lastError().ifPresent(error -> reasons.put(status.name(), untilThen(status, error)));
    }
    shown.forEach(
        (name, chosen) ->
            reason(name, chosen, now).ifPresent(text -> reasons.putIfAbsent(name, text)));
    return reasons.entrySet().stream()
        .map(entry -> new Attention(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String untilThen(NameStatus status, String error) {
    String next = status.nextAt().map(at -> ", at " + at).orElse("");
    return "%s (next: %s%s)".formatted(error, status.next(), next);
  }

  /** The one for everyone else is no name's own. */
  private static Optional<String> reason(String name, Chosen chosen, Instant now) {
    if (name.equals(CertificateChoice.EVERYONE_ELSE)) {
      return Optional.empty();
    }
    return Expiry.problem(chosen.certificate(), now)
        .or(
            () ->
                chosen.trusted()
                    ? Optional.empty()
                    : Optional.of("browsers warn of it: it is " + fault(name, chosen)));
  }

  private static String fault(String name, Chosen chosen) {
    return chosen.certificate().covers(name)
        ? "signed by itself"
        : "for " + String.join(", ", new TreeSet<>(chosen.certificate().names()));
  }
}
