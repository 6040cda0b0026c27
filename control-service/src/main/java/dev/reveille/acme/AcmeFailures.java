package dev.reveille.acme;

import dev.reveille.certificate.IssuanceFailed;
import dev.reveille.certificate.IssuanceFailed.Kind;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeNotSupportedException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** Turns what went wrong at one CA into sentences for an administrator, and decisions for us. */
final class AcmeFailures {
  private final URI directory;

  AcmeFailures(URI directory) {
    this.directory = directory;
  }

  /**
   * What an exception of acme4j means.
   *
   * @param tried {@code get a certificate for shop.test}
   */
  IssuanceFailed of(String tried, Exception thrown) {
    return switch (unwrapped(thrown)) {
      case AcmeServerException e -> of(tried, e.getProblem(), retryAt(e), e);
      case AcmeNetworkException e -> unreachable(tried, e);
      case AcmeNotSupportedException e ->
          failed(Kind.REFUSED, tried, "it does not offer that: " + message(e), Optional.empty(), e);
      case Exception e ->
          failed(
              Kind.CA_UNREACHABLE,
              tried,
              "it answered with what is no ACME (%s); see that this URL is the CA's directory"
                  .formatted(message(e)),
              Optional.empty(),
              e);
    };
  }

  /** What a problem document says about an order or a request. */
  IssuanceFailed of(
      String tried, Problem problem, Optional<Instant> retryAt, @Nullable Throwable cause) {
    String type = type(problem);
    Kind kind =
        switch (type) {
          case "rateLimited" -> Kind.RATE_LIMITED;
          case "serverInternal" -> Kind.CA_UNREACHABLE;
          default -> Kind.REFUSED;
        };
    return failed(kind, tried, Words.of(problem) + remedy(type), retryAt, cause);
  }

  /** What a problem document says about a name that was to be validated. */
  static Kind kindOfInvalid(Problem problem) {
    return switch (type(problem)) {
      case "rateLimited" -> Kind.RATE_LIMITED;
      case "serverInternal" -> Kind.CA_UNREACHABLE;
      case "caa", "rejectedIdentifier" -> Kind.REFUSED;
      default -> Kind.NOT_VALIDATED;
    };
  }

  /** {@code cannot get a certificate for shop.test at https://ca.test/dir: reason} */
  IssuanceFailed failed(
      Kind kind,
      String tried,
      String reason,
      Optional<Instant> retryAt,
      @Nullable Throwable cause) {
    String message = "cannot %s at %s: %s".formatted(tried, directory, reason);
    return new IssuanceFailed(kind, message, retryAt, cause);
  }

  /** We were told to stop; nobody's failure. */
  IssuanceFailed interrupted(String tried, Throwable cause) {
    return failed(Kind.NOT_PREPARED, tried, "interrupted before the end", Optional.empty(), cause);
  }

  static boolean isUnknownAccount(Exception thrown) {
    return unwrapped(thrown) instanceof AcmeServerException e
        && type(e.getProblem()).equals("accountDoesNotExist");
  }

  /** {@code rateLimited} of {@code urn:ietf:params:acme:error:rateLimited} */
  static String type(Problem problem) {
    String type = problem.getType().toString();
    return type.substring(type.lastIndexOf(':') + 1);
  }

  static String remedy(String type) {
    return switch (type) {
      case "externalAccountRequired" ->
          "; set ACME_EAB_KID and ACME_EAB_HMAC to what this CA has given you";
      case "caa" -> "; let the domain's CAA record in DNS name this CA";
      case "rejectedIdentifier" ->
          "; it does not issue for such a name, which needs another CA or none";
      case "badCSR", "badPublicKey" -> "; try another ACME_KEY_TYPE";
      case "invalidContact", "unsupportedContact" -> "; see ACME_EMAIL";
      default -> "";
    };
  }

  /** acme4j fetches when asked for a value, and wraps what fails then. */
  private static Exception unwrapped(Exception thrown) {
    return thrown instanceof AcmeLazyLoadingException
            && thrown.getCause() instanceof AcmeException cause
        ? cause
        : thrown;
  }

  private IssuanceFailed unreachable(String tried, AcmeNetworkException e) {
    if (e.getCause() instanceof CaUnavailable answer) {
      Kind kind = answer.isRateLimit() ? Kind.RATE_LIMITED : Kind.CA_UNREACHABLE;
      return failed(kind, tried, "it answered " + answer.getMessage(), answer.retryAt(), e);
    }
    if (Thread.currentThread().isInterrupted()) {
      return interrupted(tried, e);
    }
    String reason =
        e.getCause() instanceof SSLException tls
            ? "its certificate is not trusted here (%s); set ACME_CA_FILE to the PEM of its root"
                .formatted(message(tls))
            : "no connection (%s); see that this machine reaches it".formatted(message(e));
    return failed(Kind.CA_UNREACHABLE, tried, reason, Optional.empty(), e);
  }

  private static Optional<Instant> retryAt(AcmeServerException e) {
    return switch (e) {
      case RefusedUntil refused -> Optional.of(refused.retryAt());
      case AcmeRateLimitedException limited -> limited.getRetryAfter();
      default -> Optional.empty();
    };
  }

  /** The words of the innermost cause that has any; a refused connection has none at all. */
  private static String message(Throwable thrown) {
    String message = "";
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      String own = each.getMessage();
      message = own == null ? each.getClass().getSimpleName() : own;
    }
    return Words.plain(message);
  }
}
