package dev.reveille.certificate;

import dev.reveille.certificate.CertificateEvent.Kind;
import java.time.Instant;
import java.util.Optional;

/**
 * How orders go, as they report it. An order is written down before it is sent, so that a loop of
 * crashes is counted. For the desk's thread.
 */
final class Outcomes {
  private final Books books;
  private final Publisher publisher;

  Outcomes(Books books, Publisher publisher) {
    this.books = books;
    this.publisher = publisher;
  }

  /** The last word before the CA is asked, as others may have used up a limit meanwhile. */
  Permit send(Run run) {
    Permit permit = permit(run);
    switch (permit) {
      case Permit.Yes() -> {
        books.planner().notReady().remove(run.name());
        books.telling().happened(run.name(), Kind.ORDERED, "ca=" + run.authority().directory());
      }
      case Permit.No(var reason, _) -> end(run, reason);
    }
    return permit;
  }

  /** The name does not lead here; the CA was not asked. */
  void notReady(Run run, String fault) {
    books.planner().notReady().add(run.name(), fault, books.now());
    end(run, "not ready: " + fault);
  }

  void issued(Run run, ServerCertificate certificate, boolean isFirst) {
    String name = run.name();
    books.ledger().issued(name, run.authority(), certificate);
    books.planner().mayReplace(name);
    books.planner().suggestions().forget(name);
    books.save();
    books
        .telling()
        .happened(
            name,
            isFirst ? Kind.ISSUED : Kind.RENEWED,
            "serial=%s until=%s".formatted(certificate.serial(), certificate.notAfter()));
    books.visitors().serve(name, certificate);
    books.runs().end(run);
    run.job().ifPresent(job -> job.finish(certificate, publisher));
  }

  void failed(Run run, IssuanceFailed failure) {
    if (failure.kind() == IssuanceFailed.Kind.REFUSED) {
      books.planner().doNotReplace(run.name()); // this may be what it was refused for
    }
    account(run).failed(run.name(), failure, books.now());
    tellFailure(run, failure);
  }

  /** The CA has issued a certificate that can't be used; it counts all the same. */
  void spoilt(Run run, IssuanceFailed failure) {
    account(run).spoilt(run.name(), failure, books.now());
    tellFailure(run, failure);
  }

  private Permit permit(Run run) {
    Instant now = books.now();
    String name = run.name();
    Optional<Plan.Wait> barrier = books.planner().barrier(name, now);
    if (barrier.isPresent()) {
      return new Permit.No(barrier.get().what(), barrier.get().until());
    }
    boolean isExempt = run.attempt().exempt();
    Permit permit = account(run).ask(name, isExempt, run.authority().limits(), now);
    return permit instanceof Permit.Yes || run.isForced() ? writtenDown(run, now) : permit;
  }

  private Permit writtenDown(Run run, Instant now) {
    SentOrder order = SentOrder.now(now, run.name(), run.attempt().exempt());
    account(run).begin(order);
    Optional<String> fault = books.ledger().save(now);
    if (fault.isEmpty() || books.planner().isLastCall(run.name(), now)) {
      return new Permit.Yes();
    }
    account(run).takeBack(order);
    return new Permit.No(fault.get(), now.plus(Ledger.WRITE_AGAIN));
  }

  private void tellFailure(Run run, IssuanceFailed failure) {
    books.save();
    String reason = "%s: %s".formatted(run.authority().directory(), failure.getMessage());
    books.telling().happened(run.name(), Kind.FAILED, reason);
    end(run, reason);
  }

  private void end(Run run, String reason) {
    run.job().ifPresent(job -> job.fail(reason));
    books.runs().end(run);
  }

  private Account account(Run run) {
    return books.ledger().of(run.authority());
  }
}
