package dev.reveille.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The jobs of the last hour, at most a hundred of those that have ended. */
final class RenewalJobs {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final int MOST = 100;

  private final Map<String, Kept> jobs = new LinkedHashMap<>();

  private record Kept(RenewalJob job, Instant begun) {}

  synchronized void add(RenewalJob job, Instant now) {
    Instant start = now.minus(KEPT);
    jobs.values().removeIf(it -> !it.job().isRunning() && it.begun().isBefore(start));
    int tooMany = jobs.size() - MOST + 1;
    jobs.values().stream()
        .filter(it -> !it.job().isRunning())
        .limit(Math.max(0, tooMany))
        .map(it -> it.job().id())
        .toList()
        .forEach(jobs::remove);
    jobs.put(job.id(), new Kept(job, now));
  }

  synchronized Optional<RenewalJob> find(String id) {
    return Optional.ofNullable(jobs.get(id)).map(Kept::job);
  }
}
