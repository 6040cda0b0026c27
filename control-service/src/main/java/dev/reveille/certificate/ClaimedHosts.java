package dev.reveille.certificate;

import dev.reveille.project.HostPattern;
import dev.reveille.project.HttpsLabels;
import dev.reveille.project.Projects;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What containers' labels claim, with what they say of HTTPS; immutable. Where two claim the same,
 * the first project has it, as for routes.
 */
final class ClaimedHosts {
  static final ClaimedHosts NONE = new ClaimedHosts(Map.of());

  private final Map<HostPattern, HttpsLabels> labels;
  private final List<HostPattern> patterns;

  private ClaimedHosts(Map<HostPattern, HttpsLabels> labels) {
    this.labels = labels;
    this.patterns =
        labels.keySet().stream()
            .filter(pattern -> !(pattern instanceof HostPattern.Exact))
            .sorted(HostPattern.MOST_SPECIFIC_FIRST)
            .toList();
  }

  /** Projects come sorted by name, and their members by service. */
  static ClaimedHosts of(Projects projects) {
    Map<HostPattern, HttpsLabels> labels = new LinkedHashMap<>();
    projects.all().stream()
        .flatMap(project -> project.members().stream())
        .forEach(
            member -> member.hosts().forEach(host -> labels.putIfAbsent(host, member.https())));
    return new ClaimedHosts(labels);
  }

  /** Those that a certificate can be had for ahead of any visit: hosts, and {@code *.x}. */
  Set<String> names() {
    return labels.keySet().stream()
        .filter(
            pattern ->
                pattern instanceof HostPattern.Exact || pattern instanceof HostPattern.Suffix)
        .map(HostPattern::text)
        .collect(Collectors.toSet());
  }

  /** What the labels of the most specific pattern say of a name; empty where none covers it. */
  Optional<HttpsLabels> labels(String name) {
    HttpsLabels exact = labels.get(pattern(name));
    if (exact != null) {
      return Optional.of(exact);
    }
    return patterns.stream().filter(each -> each.covers(name)).findFirst().map(labels::get);
  }

  private static HostPattern pattern(String name) {
    return name.startsWith("*.")
        ? new HostPattern.Suffix(name.substring(2))
        : new HostPattern.Exact(name);
  }
}
