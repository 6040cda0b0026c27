package dev.reveille.api;

import dev.reveille.project.HostPattern;
import dev.reveille.project.Label;
import dev.reveille.project.Member;
import dev.reveille.project.Problem;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import dev.reveille.route.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A container whose label covers a host.
 *
 * @param wins whether the host leads to it
 * @param reason why it does, or why not
 */
record CandidateWire(
    String pattern, String project, String service, String container, boolean wins, String reason) {

  private record Claim(HostPattern pattern, Project project, Member member) {
    /** The order in which they would get the host; what has a wrong label gets none. */
    static final Comparator<Claim> ORDER =
        Comparator.comparing((Claim claim) -> !claim.member().claimsHosts())
            .thenComparing(Claim::pattern, HostPattern.MOST_SPECIFIC_FIRST)
            .thenComparing(claim -> claim.project().name())
            .thenComparing(claim -> claim.member().service())
            .thenComparing(claim -> claim.member().name());

    boolean isOf(Route route) {
      return pattern.equals(route.host())
          && project.name().equals(route.project())
          && member.service().equals(route.service());
    }
  }

  /**
   * All of them, the winner first; replicas of one service are told apart by their containers.
   *
   * @param chosen where the host leads, if it leads anywhere
   */
  static List<CandidateWire> of(String host, Optional<Route> chosen, Projects projects) {
    return projects.all().stream()
        .flatMap(project -> project.members().stream().flatMap(it -> claims(project, it)))
        .filter(claim -> claim.pattern().covers(host))
        .sorted(Claim.ORDER)
        .map(claim -> candidate(claim, chosen, projects.problems()))
        .toList();
  }

  private static Stream<Claim> claims(Project project, Member member) {
    List<HostPattern> patterns =
        member.claimsHosts()
            ? member.hosts()
            : Label.HOST
                .of(member.container().labels())
                .map(CandidateWire::readable)
                .orElse(List.of());
    return patterns.stream().distinct().map(pattern -> new Claim(pattern, project, member));
  }

  /** What of a label can be read, where that or another label of the container is wrong. */
  private static List<HostPattern> readable(String label) {
    List<HostPattern> patterns = new ArrayList<>();
    for (String entry : label.split(",", -1)) {
      try {
        patterns.add(HostPattern.parse(entry));
      } catch (IllegalArgumentException _) {
        // told as a problem of the container
      }
    }
    return patterns;
  }

  private static CandidateWire candidate(
      Claim claim, Optional<Route> chosen, List<Problem> problems) {
    boolean wins = claim.member().claimsHosts() && chosen.filter(claim::isOf).isPresent();
    return new CandidateWire(
        claim.pattern().text(),
        claim.project().name(),
        claim.member().service(),
        claim.member().name(),
        wins,
        wins ? whyItWins(claim.pattern()) : whyNot(claim, chosen, problems));
  }

  private static String whyItWins(HostPattern pattern) {
    return switch (pattern) {
      case HostPattern.Exact _ -> "the exact name";
      case HostPattern.Suffix _ ->
          "the longest *.name that covers it, and nobody has the exact name";
      case HostPattern.Prefix _ ->
          "the longest name.* that covers it, and nobody has the exact name or a *.name";
      case HostPattern.Regex _ ->
          "the first ~regex that matches, and no name or wildcard covers it";
    };
  }

  private static String whyNot(Claim claim, Optional<Route> chosen, List<Problem> problems) {
    if (!claim.member().claimsHosts()) {
      return problems.stream()
          .filter(it -> it.project().equals(claim.project().name()))
          .filter(it -> it.container().equals(claim.member().name()))
          .map(Problem::text)
          .collect(Collectors.joining("; "));
    }
    return chosen
        .map(winner -> loses(claim, winner))
        .orElse("the engine was seen a moment ago; ask again");
  }

  private static String loses(Claim claim, Route winner) {
    if (claim.pattern().equals(winner.host())) {
      return claim.project().name().equals(winner.project())
          ? "claimed twice: service %s comes first by name".formatted(winner.service())
          : "claimed twice: project %s comes first by name".formatted(winner.project());
    }
    return claim.pattern().rank() == winner.host().rank()
        ? "%s %s".formatted(winner.host().text(), sameKind(claim.pattern()))
        : "%s goes first: %s".formatted(winner.host().text(), otherKind(winner.host()));
  }

  private static String sameKind(HostPattern pattern) {
    return pattern instanceof HostPattern.Regex ? "comes first by its text" : "is longer";
  }

  private static String otherKind(HostPattern winner) {
    return switch (winner) {
      case HostPattern.Exact _ -> "an exact name before any pattern";
      case HostPattern.Suffix _ -> "*.name before name.* and ~regex";
      case HostPattern.Prefix _, HostPattern.Regex _ -> "name.* before ~regex";
    };
  }
}
