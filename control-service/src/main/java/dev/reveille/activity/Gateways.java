package dev.reveille.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All gateways that have reported, and what they have open. Not thread safe. */
final class Gateways {
  /** One that is silent for so long has nothing open any more; not one that restarts its JVM. */
  static final Duration SILENCE = Duration.ofMinutes(1);

  private static final Duration REMEMBERED = Duration.ofDays(1);
  private static final int MOST = 64;

  private final Map<String, Gateway> byId = new HashMap<>();
  private final Set<String> fromBefore = new HashSet<>();

  /** Projects by gateway of which nothing but what is stored has been heard. */
  private final Map<String, Set<String>> onlyStored = new HashMap<>();

  private final Instant begun;
  private boolean hasHeard;

  /**
   * @param stored those of before our start: what they had open is open for a minute more
   */
  Gateways(Map<String, Gateway> stored, Instant begun) {
    this.begun = begun;
    stored.forEach(
        (id, gateway) -> {
          if (gateway.lastReport().isAfter(begun.minus(REMEMBERED))) {
            byId.put(id, new Gateway(id, begun, "", gateway.projects()));
            fromBefore.add(id);
            onlyStored.put(id, new HashSet<>(gateway.projects().keySet()));
          }
        });
  }

  /** Takes a report; what the gateway had said before, which is nothing for a new one. */
  Gateway take(GatewayReport report, Instant now) {
    Gateway before = byId.getOrDefault(report.gateway(), unheard(report.gateway(), now));
    byId.put(report.gateway(), before.after(report, now));
    fromBefore.remove(report.gateway());
    onlyStored.computeIfPresent(
        report.gateway(),
        (_, names) -> {
          names.removeAll(report.projects().keySet());
          return names;
        });
    hasHeard = true;
    forget(now);
    return before;
  }

  /** Whether this gateway has told us everything since our start. */
  boolean hasReported(String id) {
    return byId.containsKey(id) && !fromBefore.contains(id);
  }

  /** Whether no report of this start has named a project that the gateway had counted before. */
  boolean isOnlyStored(String id, String project) {
    return onlyStored.getOrDefault(id, Set.of()).contains(project);
  }

  /** Whether all that were there before our start have reported, or had a minute to do so. */
  boolean haveReported(Instant now) {
    return (hasHeard && fromBefore.isEmpty()) || !now.isBefore(begun.plus(SILENCE));
  }

  /** Those that have reported in the last minute. */
  List<Gateway> heardOf(Instant now) {
    return recent(now)
        .filter(gateway -> !fromBefore.contains(gateway.id()))
        .sorted(Comparator.comparing(Gateway::id))
        .toList();
  }

  int open(String project, Instant now) {
    return recent(now).mapToInt(gateway -> gateway.counts(project).open()).sum();
  }

  int quiet(String project, Instant now) {
    return recent(now).mapToInt(gateway -> gateway.counts(project).quiet()).sum();
  }

  /** When a request of the project was open for all we know; the given instant where none was. */
  Instant openUntil(String project, Instant otherwise, Instant now) {
    Instant latest = otherwise;
    for (Gateway gateway : byId.values()) {
      Instant until = min(now, gateway.lastReport().plus(SILENCE));
      if (gateway.counts(project).open() > 0 && until.isAfter(latest)) {
        latest = until;
      }
    }
    return latest;
  }

  Map<String, Gateway> all() {
    return Map.copyOf(byId);
  }

  private Stream<Gateway> recent(Instant now) {
    return byId.values().stream()
        .filter(gateway -> now.isBefore(gateway.lastReport().plus(SILENCE)));
  }

  /** What it had open was over long before; a gateway that crashes all the time fills no memory. */
  private void forget(Instant now) {
    byId.values().removeIf(gateway -> !gateway.lastReport().isAfter(now.minus(REMEMBERED)));
    while (byId.size() > MOST) {
      byId.values().stream()
          .min(Comparator.comparing(Gateway::lastReport))
          .ifPresent(oldest -> byId.remove(oldest.id()));
    }
    onlyStored.keySet().retainAll(byId.keySet());
  }

  private static Gateway unheard(String id, Instant now) {
    return new Gateway(id, now, "", Map.of());
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
