package dev.reveille.certificate;

import dev.reveille.certificate.CertificateEvent.Kind;
import dev.reveille.concurrent.Timer;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What administrators ask for. For the desk's thread. */
final class Wishes {
  private final Books books;
  private final RenewalJobs jobs;
  private final Timer timer;

  Wishes(Books books, RenewalJobs jobs, Timer timer) {
    this.books = books;
    this.jobs = jobs;
    this.timer = timer;
  }

  /** What can be renewed: what has a certificate, or is claimed. */
  SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(books.names().all());
    names.addAll(books.issued().all().get().keySet());
    names.addAll(books.ledger().stopped());
    return names;
  }

  /** Without those that were revoked: they are ordered again only when asked for by name. */
  SortedSet<String> namesInUse() {
    SortedSet<String> names = names();
    names.removeAll(books.ledger().stopped());
    return names;
  }

  /**
   * Renews now. Two wishes for one name share one job, and an order that is under way by itself is
   * joined.
   *
   * @param isForced whatever the CA's limits, earlier failures and the self check say
   */
  RenewAnswer renew(String name, boolean isForced) {
    books.ledger().follow(books.now());
    if (!names().contains(name)) {
      return new RenewAnswer.Unknown();
    }
    Optional<Runs.Wish> same = books.runs().wish(name);
    if (same.isPresent()) {
      return new RenewAnswer.Started(same.get().job(), true);
    }
    Optional<RenewAnswer> refusal = refusal(name, isForced);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return begin(name, isForced);
  }

  /** Keeps orders away from a name until its certificate is gone; empty when that is possible. */
  Optional<Removal> beginRemoval(String name) {
    books.ledger().follow(books.now());
    if (books.issued().find(name).isEmpty()) {
      return Optional.of(new Removal.Unknown());
    }
    Optional<String> closed = books.ledger().closedBecause();
    if (closed.isPresent()) {
      return Optional.of(new Removal.Failed(closed.get()));
    }
    if (isBusy(name)) {
      return Optional.of(
          new Removal.Failed("%s is being ordered or removed; try again after".formatted(name)));
    }
    books.runs().beginRemoval(name);
    return Optional.empty();
  }

  /** Nothing is ordered for the name any more until somebody wants it renewed. */
  void stop(String name) {
    books.ledger().stop(name);
    books.save();
  }

  /** The certificate is gone. */
  void removed(String name, Kind how) {
    books.ledger().forgetCertificate(name);
    books.planner().suggestions().forget(name);
    books.save();
    books.telling().happened(name, how, "");
  }

  void endRemoval(String name) {
    books.runs().endRemoval(name);
  }

  private Optional<RenewAnswer> refusal(String name, boolean isForced) {
    Instant now = books.now();
    if (books.runs().isBeingRemoved(name)) {
      return refused("its certificate is being removed", Optional.empty(), false);
    }
    if (!books.names().isClaimed(name)) {
      String why = "no container claims it, or ACME_DOMAINS does not cover it";
      return refused(why, Optional.empty(), false);
    }
    if (books.runs().order(name).isPresent()) {
      return Optional.empty();
    }
    Optional<Plan.Wait> barrier = books.planner().barrier(name, now);
    if (barrier.isPresent()) {
      return refused(barrier.get().what(), Optional.of(barrier.get().until()), false);
    }
    return !isForced && books.planner().attempt(name, now) instanceof Plan.Wait wait
        ? refused(wait.what(), Optional.of(wait.until()), true)
        : Optional.empty();
  }

  private RenewAnswer begin(String name, boolean isForced) {
    if (books.ledger().isStopped(name)) {
      books.ledger().resume(name);
      books.save();
    }
    boolean isUnderWay = books.runs().order(name).isPresent();
    RenewalJob job = new RenewalJob(name, timer);
    jobs.add(job, books.now());
    books.runs().wish(name, new Runs.Wish(job, isForced));
    return new RenewAnswer.Started(job, isUnderWay);
  }

  private boolean isBusy(String name) {
    return books.runs().order(name).isPresent()
        || books.runs().wish(name).isPresent()
        || books.runs().isBeingRemoved(name);
  }

  private static Optional<RenewAnswer> refused(
      String reason, Optional<Instant> tryAt, boolean canBeForced) {
    return Optional.of(new RenewAnswer.Refused(reason, tryAt, canBeForced));
  }
}
