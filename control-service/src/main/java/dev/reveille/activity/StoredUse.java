package dev.reveille.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Use as {@code use.json} has it; times as {@code 2026-01-31T12:00:00Z}.
 *
 * @param gateways what each had counted when {@code projects} were as they are here: the next
 *     report adds only what is more
 */
record StoredUse(
    int format, Map<String, StoredProject> projects, Map<String, StoredGateway> gateways) {
  static final int FORMAT = 1;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StoredProject(
      String last,
      String by,
      long requests,
      boolean known,
      @Nullable String keptAwakeUntil,
      @Nullable String goneSince) {
    static StoredProject of(ProjectUse use) {
      return new StoredProject(
          use.last().toString(),
          use.by(),
          use.requests(),
          use.known(),
          use.keptAwakeUntil().map(Instant::toString).orElse(null),
          use.goneSince().map(Instant::toString).orElse(null));
    }

    ProjectUse use() {
      return new ProjectUse(
          Instant.parse(last),
          Objects.requireNonNull(by),
          requests,
          known,
          Optional.ofNullable(keptAwakeUntil).map(Instant::parse),
          Optional.ofNullable(goneSince).map(Instant::parse));
    }
  }

  record StoredGateway(String lastReport, Map<String, StoredCounts> projects) {
    static StoredGateway of(Gateway gateway) {
      Map<String, StoredCounts> counts = new TreeMap<>();
      gateway.projects().forEach((name, each) -> counts.put(name, StoredCounts.of(each)));
      return new StoredGateway(gateway.lastReport().toString(), counts);
    }

    Gateway gateway(String id) {
      Map<String, GatewayReport.Counts> counts = new HashMap<>();
      projects.forEach((name, each) -> counts.put(name, each.counts()));
      return new Gateway(id, Instant.parse(lastReport), "", counts);
    }
  }

  record StoredCounts(long started, long ended, int open) {
    static StoredCounts of(GatewayReport.Counts counts) {
      return new StoredCounts(counts.started(), counts.ended(), counts.open());
    }

    GatewayReport.Counts counts() {
      return new GatewayReport.Counts(started, ended, 0, open, 0, 0, Map.of(), List.of(), 0);
    }
  }

  static StoredUse of(Map<String, ProjectUse> uses, Map<String, Gateway> gateways) {
    Map<String, StoredProject> projects = new TreeMap<>();
    uses.forEach((name, use) -> projects.put(name, StoredProject.of(use)));
    Map<String, StoredGateway> stored = new TreeMap<>();
    gateways.forEach((id, gateway) -> stored.put(id, StoredGateway.of(gateway)));
    return new StoredUse(FORMAT, projects, stored);
  }

  Map<String, ProjectUse> uses() {
    Map<String, ProjectUse> uses = new HashMap<>();
    projects.forEach((name, stored) -> uses.put(name, stored.use()));
    return uses;
  }

  Map<String, Gateway> knownGateways() {
    Map<String, Gateway> known = new HashMap<>();
    gateways.forEach((id, stored) -> known.put(id, stored.gateway(id)));
    return known;
  }

  /**
   * The same, once everything in it has been understood.
   *
   * @throws IllegalArgumentException when a part is missing or makes no sense
   */
  StoredUse checked() {
    try {
      Objects.requireNonNull(uses());
      Objects.requireNonNull(knownGateways());
      return this;
    } catch (DateTimeException | NullPointerException e) {
      throw new IllegalArgumentException("a part is missing or is no time: " + e.getMessage(), e);
    }
  }
}
