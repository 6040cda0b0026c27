package dev.reveille.certificate;

import dev.reveille.certificate.IssuanceFailed.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits for others (the name's servers, the CA, the disk), on threads of its own. */
final class OrderWork {
  private static final Logger log = LoggerFactory.getLogger(OrderWork.class);

  /** The CA's clock may be ahead of ours by so much. */
  private static final Duration CLOCKS_APART = Duration.ofHours(1);

  private final Desk desk;
  private final Outcomes outcomes;
  private final HostCheck hostCheck;
  private final IssuedCertificates issued;
  private final InstantSource clock;

  OrderWork(
      Desk desk,
      Outcomes outcomes,
      HostCheck hostCheck,
      IssuedCertificates issued,
      InstantSource clock) {
    this.desk = desk;
    this.outcomes = outcomes;
    this.hostCheck = hostCheck;
    this.issued = issued;
    this.clock = clock;
  }

  /** Carries an order out, from the check of its name to the certificate on disk. */
  void carryOut(Run run) {
    Optional<String> fault = run.isForced() ? Optional.empty() : fault(run.name());
    if (fault.isPresent()) {
      desk.tell(() -> outcomes.notReady(run, fault.get()));
      return;
    }
    try {
      if (desk.ask(() -> outcomes.send(run)) instanceof Permit.Yes) {
        order(run);
      } else {
        desk.tell(() -> {}); // there is room for another one
      }
    } catch (CancellationException _) {
      log.debug("Not ordered, as the control service is stopping name={}", run.name());
    }
  }

  /** Asks a CA when it would like a certificate to be renewed. */
  void ask(Orders.Question question, Orders orders) {
    try {
      var window = question.authority().issuer().renewalWindow(question.certificate().leaf());
      desk.tell(() -> orders.answered(question, window));
    } catch (RuntimeException e) {
      desk.tell(() -> orders.notAnswered(question, String.valueOf(e.getMessage())));
    }
  }

  /** Wildcards are proven by DNS, whose records nobody has to reach here. */
  private Optional<String> fault(String name) {
    try {
      return name.startsWith("*.") ? Optional.empty() : hostCheck.fault(name);
    } catch (RuntimeException e) {
      log.error("Could not check that a name leads here name={}", name, e);
      return Optional.of("it could not be checked that %s leads here: %s".formatted(name, e));
    }
  }

  private void order(Run run) {
    ServerCertificate certificate;
    try {
      run.progress("ordering from " + run.authority().directory());
      certificate = run.authority().issuer().issue(run.attempt().order(), run::progress);
    } catch (IssuanceFailed e) {
      desk.tell(() -> outcomes.failed(run, e));
      return;
    } catch (RuntimeException e) {
      desk.tell(() -> outcomes.failed(run, unexpected(run, "order a certificate", e)));
      return;
    }
    keep(run, certificate);
  }

  private void keep(Run run, ServerCertificate certificate) {
    boolean isFirst = issued.find(run.name()).isEmpty();
    try {
      checkDates(certificate);
      issued.keep(run.name(), certificate);
    } catch (RuntimeException e) {
      desk.tell(() -> outcomes.spoilt(run, unexpected(run, "use the new certificate", e)));
      return;
    }
    desk.tell(() -> outcomes.issued(run, certificate, isFirst));
  }

  /** That it is good for the name, {@link IssuedCertificates} checks. */
  private void checkDates(ServerCertificate certificate) {
    Instant now = clock.instant();
    if (certificate.notBefore().isAfter(now.plus(CLOCKS_APART))
        || !certificate.notAfter().isAfter(now)) {
      throw new IllegalArgumentException(
          "it is valid from %s to %s, and now is %s"
              .formatted(certificate.notBefore(), certificate.notAfter(), now));
    }
  }

  private static IssuanceFailed unexpected(Run run, String what, RuntimeException e) {
    log.error("Could not {} name={}", what, run.name(), e);
    String message = "cannot %s for %s: %s".formatted(what, run.name(), e.getMessage());
    return new IssuanceFailed(Kind.NOT_PREPARED, message, Optional.empty(), e);
  }
}
