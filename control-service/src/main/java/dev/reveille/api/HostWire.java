package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.project.HostPattern;
import dev.reveille.project.Label;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import dev.reveille.route.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a host name leads.
 *
 * @param host as the gateway reads it
 * @param pattern the most specific one that covers it
 * @param container the container's name, where the project is a standalone one
 * @param state as in {@link RouteWire}
 * @param autostart whether visits wake the project
 * @param candidates everyone whose label covers it, with the reason why it leads there or not
 * @param others who else claims it, in the order in which they would get it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HostWire(
    String host,
    String pattern,
    String project,
    String service,
    @Nullable String container,
    String state,
    boolean autostart,
    List<OtherWire> others,
    List<CandidateWire> candidates) {

  /** Somebody who does not get the host, and why not. */
  record OtherWire(String pattern, String project, String service, String reason) {}

  private record Claim(HostPattern pattern, String project, String service) {
    static final Comparator<Claim> ORDER =
        Comparator.comparing(Claim::pattern, HostPattern.MOST_SPECIFIC_FIRST)
            .thenComparing(Claim::project)
            .thenComparing(Claim::service);

    boolean isOf(Route route) {
      return pattern.equals(route.host())
          && project.equals(route.project())
          && service.equals(route.service());
    }
  }

  static HostWire from(String host, Route route, Project project, boolean autostart, Projects all) {
    Member first = project.members().getFirst();
    boolean standalone = Label.COMPOSE_PROJECT.of(first.container().labels()).isEmpty();
    return new HostWire(
        host,
        route.host().text(),
        project.name(),
        route.service(),
        standalone ? first.name() : null,
        route.isRunning() ? "running" : "asleep",
        autostart,
        others(host, route, all),
        CandidateWire.of(host, Optional.of(route), all));
  }

  private static List<OtherWire> others(String host, Route chosen, Projects projects) {
    return projects.all().stream()
        .flatMap(
            project ->
                project.members().stream()
                    .flatMap(
                        member ->
                            member.hosts().stream()
                                .map(it -> new Claim(it, project.name(), member.service()))))
        .filter(claim -> claim.pattern().covers(host) && !claim.isOf(chosen))
        .distinct()
        .sorted(Claim.ORDER)
        .map(claim -> other(claim, chosen))
        .toList();
  }

  private static OtherWire other(Claim claim, Route chosen) {
    return new OtherWire(
        claim.pattern().text(), claim.project(), claim.service(), reason(claim, chosen));
  }

  private static String reason(Claim claim, Route chosen) {
    if (!claim.pattern().equals(chosen.host())) {
      return chosen.host().text() + " is more specific";
    }
    return claim.project().equals(chosen.project())
        ? "service %s comes first by name".formatted(chosen.service())
        : "project %s comes first by name".formatted(chosen.project());
  }
}
