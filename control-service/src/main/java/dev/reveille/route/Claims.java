package dev.reveille.route;

import dev.reveille.project.HostPattern;
import dev.reveille.project.Member;
import dev.reveille.project.Problem;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who gets which host pattern. Where two claim the same one, the project whose name comes first in
 * the alphabet keeps it, and within a project the service: that does not change when containers are
 * made anew, start or stop, nor with the engine's order. The other claim is reported.
 */
final class Claims {
  private final Map<HostPattern, Claim> byPattern = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Optional<HostPattern> own;

  private record Claim(Project owner, String service, List<Member> members) {
    String project() {
      return owner.name();
    }

    /** Of all its containers: the gateway counts by project. */
    List<String> ignoredPaths() {
      return owner.members().stream()
          .flatMap(member -> member.sleep().ignoredPaths().stream())
          .distinct()
          .sorted()
          .toList();
    }

    boolean isOf(Project other, Member member) {
      return project().equals(other.name()) && service.equals(member.service());
    }
  }

  private Claims(Optional<HostPattern> own) {
    this.own = own;
  }

  /**
   * Projects come sorted by name, and their members by service.
   *
   * @param own the host of the dashboard, which no project gets
   */
  static Claims of(Projects projects, Optional<HostPattern> own) {
    Claims claims = new Claims(own);
    for (Project project : projects.all()) {
      for (Member member : project.members()) {
        member.hosts().forEach(host -> claims.add(host, project, member));
      }
    }
    return claims;
  }

  List<Problem> problems() {
    return problems;
  }

  /** The routes, with the ready ones among the claiming containers as upstreams. */
  List<Route> routes(Set<String> ready) {
    List<Route> routes = new ArrayList<>();
    byPattern.forEach(
        (host, claim) ->
            routes.add(
                new Route(
                    host,
                    claim.project(),
                    claim.service(),
                    claim.members().getFirst().https(),
                    claim.ignoredPaths(),
                    upstreams(claim, ready))));
    return routes;
  }

  private void add(HostPattern host, Project project, Member member) {
    if (own.filter(host::equals).isPresent()) {
      String text =
          "host %s is the dashboard's (ADMIN_HOST); this claim has no effect"
              .formatted(host.text());
      problems.add(new Problem(project.name(), member.name(), text));
      return;
    }
    Claim first =
        byPattern.computeIfAbsent(
            host, _ -> new Claim(project, member.service(), new ArrayList<>()));
    if (first.isOf(project, member)) {
      first.members().add(member);
    } else {
      problems.add(new Problem(project.name(), member.name(), text(host, first)));
    }
  }

  private static String text(HostPattern host, Claim owner) {
    return "host %s belongs to project %s, service %s; this claim has no effect"
        .formatted(host.text(), owner.project(), owner.service());
  }

  private static List<Upstream> upstreams(Claim claim, Set<String> ready) {
    return claim.members().stream()
        .filter(member -> ready.contains(member.id()) && member.container().isRunning())
        .flatMap(
            member ->
                member.container().address().stream()
                    .map(address -> new Upstream(address, member.portToReach())))
        .toList();
  }
}
