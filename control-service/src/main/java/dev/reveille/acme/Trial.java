package dev.reveille.acme;

import dev.reveille.certificate.IssuanceFailed;
import dev.reveille.certificate.IssuanceFailed.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.shredzone.acme4j.Problem;

/**
 * One attempt at something, for the messages of what may go wrong with it.
 *
 * @param tried {@code get a certificate for shop.test}
 */
record Trial(String tried, AcmeFailures failures) {
  /**
   * A name that the CA looked at in vain.
   *
   * @param challenge {@code http-01}
   */
  record NotValidated(String name, String challenge, Optional<Problem> problem) {
    private Kind kind() {
      return problem.map(AcmeFailures::kindOfInvalid).orElse(Kind.NOT_VALIDATED);
    }

    private String text() {
      return "it could not validate %s by %s (%s)%s"
          .formatted(
              name, challenge, problem.map(Words::of).orElse("it does not say why"), remedy());
    }

    private String remedy() {
      String general = problem.map(it -> AcmeFailures.remedy(AcmeFailures.type(it))).orElse("");
      if (kind() != Kind.NOT_VALIDATED || !general.isEmpty()) {
        return general;
      }
      return switch (challenge) {
        case "http-01" ->
            "; see that the name's addresses in DNS, IPv6 too, lead to this machine's port 80";
        case "dns-01" -> "; see that all name servers of the domain show what is written to it";
        default -> "";
      };
    }
  }

  IssuanceFailed failed(Kind kind, String reason) {
    return failures.failed(kind, tried, reason, Optional.empty(), null);
  }

  IssuanceFailed problem(Problem problem) {
    return failures.of(tried, problem, Optional.empty(), null);
  }

  /** Of the kind that the first name's failure is. */
  IssuanceFailed notValidated(List<NotValidated> names) {
    String reason = names.stream().map(NotValidated::text).collect(Collectors.joining("; "));
    return failed(names.getFirst().kind(), reason);
  }
}
