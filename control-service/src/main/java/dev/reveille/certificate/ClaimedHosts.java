package dev.reveille.certificate;

import dev.reveille.project.HostPattern;
import dev.reveille.project.HttpsLabels;
import dev.reveille.project.Projects;
import dev.reveille.project.ProxyVariables;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What containers' labels claim, with what they say of HTTPS; immutable. Where two claim the same,
 * the first project has it, as for routes.
 */
final class ClaimedHosts {
  static final ClaimedHosts NONE = new ClaimedHosts(Map.of(), Set.of());

  private final Map<HostPattern, HttpsLabels> labels;
  private final List<HostPattern> patterns;
  private final Set<String> asked;

  private ClaimedHosts(Map<HostPattern, HttpsLabels> labels, Set<String> asked) {
    this.labels = labels;
    this.asked = Set.copyOf(asked);
    this.patterns =
        labels.keySet().stream()
            .filter(pattern -> !(pattern instanceof HostPattern.Exact))
            .sorted(HostPattern.MOST_SPECIFIC_FIRST)
            .toList();
  }

  /**
   * Projects come sorted by name, and their members by service.
   *
   * @param own the dashboard's host, which no label needs to claim
   */
  static ClaimedHosts of(Projects projects, Optional<String> own) {
    Map<HostPattern, HttpsLabels> labels = new LinkedHashMap<>();
    Set<String> asked = new HashSet<>();
    own.ifPresent(host -> labels.put(new HostPattern.Exact(host), HttpsLabels.NONE));
    projects.all().stream()
        .flatMap(project -> project.members().stream())
        .forEach(
            member -> {
              member.hosts().forEach(host -> labels.putIfAbsent(host, member.https()));
              asked.addAll(ProxyVariables.certificates(member.container().labels()));
            });
    return new ClaimedHosts(labels, asked);
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

  /** Whether a variable of nginx-proxy's companion asks for a certificate of this host. */
  boolean asksFor(String name) {
    return asked.contains(name);
  }

  /** What the labels of the most specific pattern say of a name; empty where none covers it. */
  Optional<HttpsLabels> labels(String name) {
    HttpsLabels exact = labels.get(pattern(name));
    if (exact != null) {
      return Optional.of(exact);
    }
    return patterns.stream().filter(each -> each.covers(name)).findFirst().map(labels::get);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClaimedHosts that
        && labels.equals(that.labels)
        && asked.equals(that.asked);
  }

  @Override
  public int hashCode() {
    return Objects.hash(labels, asked);
  }

  private static HostPattern pattern(String name) {
    return name.startsWith("*.")
        ? new HostPattern.Suffix(name.substring(2))
        : new HostPattern.Exact(name);
  }
}
