package dev.reveille.activity;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A gateway that has reported, as of its last report.
 *
 * @param routes the version of the route table that all of its workers had when they counted,
 *     {@code k3f9.12}; empty before the first
 * @param projects everything that it ever counted, by project
 */
public record Gateway(
    String id, Instant lastReport, String routes, Map<String, GatewayReport.Counts> projects) {
  public Gateway {
    projects = Map.copyOf(projects);
  }

  /** Open requests of a project, also those that do not count as use. */
  public int open(String project) {
    GatewayReport.Counts counts = counts(project);
    return counts.open() + counts.quiet();
  }

  /** What it has counted for a project. */
  GatewayReport.Counts counts(String project) {
    return projects.getOrDefault(project, GatewayReport.Counts.NONE);
  }

  /**
   * The same gateway after another report; projects that the report leaves out have nothing open.
   */
  Gateway after(GatewayReport report, Instant now) {
    Map<String, GatewayReport.Counts> all = new HashMap<>(projects);
    all.replaceAll((_, counts) -> counts.closed());
    all.putAll(report.projects());
    return new Gateway(id, now, report.routes(), all);
  }
}
