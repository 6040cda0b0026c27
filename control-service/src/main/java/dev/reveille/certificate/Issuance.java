package dev.reveille.certificate;

import dev.reveille.certificate.CertificateEvent.Kind;
import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Has certificates ordered from CAs and renewed, within their limits and before anybody needs them.
 * Safe for use by many threads; no call but {@link #revoke} waits for a CA.
 *
 * <p>Everything is decided by one thread, the {@link Desk}: the {@link Planner} says what is to be
 * done about a name, {@link Orders} begins it, {@link OrderWork} does it elsewhere, {@link
 * Outcomes} takes down how it went. What has to outlive a restart is in the {@link Ledger}.
 */
public final class Issuance implements AutoCloseable {
  /** The newest format of {@code ledger.json} that is read. */
  public static final int FORMAT = StoredLedger.FORMAT;

  private final Timer timer;
  private final NamePolicy policy;
  private final Around around;
  private final IssuedCertificates issued;
  private final Visitors visitors = new Visitors();
  private final RenewalJobs jobs = new RenewalJobs();
  private final Desk desk;
  private final Books books;
  private final Orders orders;
  private final OrderWork work;
  private final Wishes wishes;
  private volatile WantedNames wanted = WantedNames.NONE;

  /**
   * What is ordered, and from whom.
   *
   * @param authorities at least one; the next is for when one keeps failing
   * @param ordersAtATime how many orders may be under way
   */
  public record Settings(
      NamePolicy.Settings names, List<Authority> authorities, int ordersAtATime) {
    public Settings {
      authorities = List.copyOf(authorities);
    }
  }

  /**
   * What has to be asked and told.
   *
   * @param isClaimed whether a label claims a host at present, by its name or by a pattern
   * @param isAskedFor whether a container's variable asks for a certificate of a host
   * @param holdsLock whether this control service is the one that may order; without it nothing is
   * @param listener told of events on the desk's thread; has to be quick
   */
  public record Around(
      Predicate<String> isClaimed,
      Predicate<String> isAskedFor,
      BooleanSupplier holdsLock,
      HostCheck hostCheck,
      Publisher publisher,
      Consumer<CertificateEvent> listener) {}

  /**
   * @param files where {@code ledger.json} is kept
   */
  public Issuance(
      Settings settings, IssuedCertificates issued, PemFiles files, Around around, Timer timer) {
    this.timer = timer;
    this.policy = new NamePolicy(settings.names(), around.isAskedFor());
    this.around = around;
    this.issued = issued;
    ClaimedNames names = new ClaimedNames(policy, around.isClaimed());
    Ledger ledger = new Ledger(files, around.holdsLock(), settings.authorities(), issued);
    Planner planner =
        new Planner(settings.authorities(), issued, names, ledger, new Suggestions(timer));
    Telling telling = new Telling(around.listener(), timer);
    this.books = new Books(names, ledger, planner, issued, new Runs(), visitors, telling, timer);
    Outcomes outcomes = new Outcomes(books, around.publisher());
    this.desk = new Desk("certificates", timer, this::look);
    this.work = new OrderWork(desk, outcomes, around.hostCheck(), issued, timer);
    this.orders = new Orders(books, settings.ordersAtATime(), this::order, this::ask);
    this.wishes = new Wishes(books, jobs, timer);
  }

  /** Begins to order, once {@link #wanted} has been told for the first time. */
  public void start() {
    desk.start();
  }

  /**
   * Tells which names labels claim at present, whether their projects sleep or not. What is no
   * longer among them is not renewed.
   *
   * @param names hosts and {@code *.x}, in lower case
   */
  public void wanted(Set<String> names) {
    WantedNames now = WantedNames.of(names, policy);
    wanted = now;
    visitors.forgetRefusals();
    desk.tell(() -> books.names().set(now));
  }

  /** The lock has been taken; another control service may have changed the files before. */
  public void lockTaken() {
    desk.tell(books.ledger()::readAgain);
  }

  /**
   * The certificate for a host that a visitor asks for, also one below a label's pattern: joins its
   * order or begins one.
   *
   * @return completes with the first end of it; empty where there is none for now, until {@link
   *     #refusedUntil}
   */
  public CompletableFuture<Optional<ServerCertificate>> onDemand(String host) {
    Optional<ServerCertificate> there = find(host);
    if (there.isPresent()) {
      return CompletableFuture.completedFuture(there);
    }
    Optional<String> certificate = certificateToOrder(host);
    if (certificate.isEmpty() || refusedUntil(host).isAfter(timer.instant())) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    CompletableFuture<Optional<ServerCertificate>> answer = new CompletableFuture<>();
    desk.tell(() -> demand(certificate.get(), answer), () -> answer.complete(Optional.empty()));
    return answer;
  }

  /**
   * Until when {@link #onDemand} has nothing for a host, as far as can be said; for Retry-After.
   */
  public Instant refusedUntil(String host) {
    Optional<String> certificate = certificateToOrder(host);
    return certificate.isEmpty()
        ? timer.instant().plus(Visitors.NO_LASTS)
        : visitors.refusedUntil(certificate.get()).orElse(timer.instant());
  }

  /**
   * Renews a certificate now, or orders the first.
   *
   * @param isForced although a limit of the CA may be hit, an earlier failure asks to wait, or the
   *     name does not seem to lead here
   */
  public RenewAnswer renew(String name, boolean isForced) {
    RenewAnswer answer = desk.ask(() -> wishes.renew(name, isForced));
    lookSoon();
    return answer;
  }

  /** Renews all, by name. */
  public Map<String, RenewAnswer> renewAll(boolean isForced) {
    Map<String, RenewAnswer> all =
        desk.ask(
            () -> {
              Map<String, RenewAnswer> answers = new TreeMap<>();
              wishes.namesInUse().forEach(name -> answers.put(name, wishes.renew(name, isForced)));
              return answers;
            });
    lookSoon();
    return all;
  }

  /**
   * Revokes a certificate at its CA, and deletes it here. Nothing is ordered for the name until
   * {@link #renew} asks for it, also after a restart. Waits for the CA.
   */
  public Removal revoke(String name) {
    return remove(
        name,
        Kind.REVOKED,
        certificate -> {
          Optional<Authority> issuer = desk.ask(() -> books.planner().issuerOf(name, certificate));
          if (issuer.isEmpty()) {
            return Optional.of("the CA that issued it is not set any more; delete it instead");
          }
          issuer.get().issuer().revoke(certificate);
          desk.tell(() -> wishes.stop(name));
          return Optional.empty();
        });
  }

  /**
   * Deletes a certificate here; it stays valid at its CA. While its name is claimed another one is
   * ordered at once, within limits: to have none, revoke it, or change the labels.
   */
  public Removal delete(String name) {
    return remove(name, Kind.DELETED, _ -> Optional.empty());
  }

  /** Every name that has a certificate or is claimed, sorted; those that may have none last. */
  public List<NameStatus> statuses() {
    return desk.ask(() -> new Statuses(books).of(wishes.names()));
  }

  /** A job of the last hour. */
  public Optional<RenewalJob> job(String id) {
    return jobs.find(id);
  }

  /** Orders under way are left to themselves; after a restart they begin anew. */
  @Override
  public void close() {
    desk.close();
  }

  private void lookSoon() {
    desk.tell(() -> {});
  }

  private Instant look() {
    return orders.look();
  }

  private void order(Run run) {
    Threads.start("order-" + run.name(), () -> work.carryOut(run));
  }

  private void ask(Orders.Question question) {
    Threads.start("ask-renewal-" + question.name(), () -> work.ask(question, orders));
  }

  private Optional<ServerCertificate> find(String host) {
    Instant now = timer.instant();
    return issued
        .find(host)
        .filter(it -> it.isValidAt(now))
        .or(() -> NamePolicy.wildcardOver(host).flatMap(issued::find))
        .filter(it -> it.isValidAt(now));
  }

  /** Its own, or that of a wildcard which is wanted anyway; empty where none may be ordered. */
  private Optional<String> certificateToOrder(String host) {
    if (!around.isClaimed().test(host)) {
      return Optional.empty();
    }
    Optional<String> wildcard =
        NamePolicy.wildcardOver(host).filter(wanted.certificates()::contains);
    return wildcard.isPresent()
        ? wildcard
        : policy.certificateFor(host) instanceof NamePolicy.Answer.Yes(var certificate)
            ? Optional.of(certificate)
            : Optional.empty();
  }

  private void demand(String name, CompletableFuture<Optional<ServerCertificate>> answer) {
    if (books.names().demand(name, books.now())) {
      visitors.add(name, answer);
    } else {
      answer.complete(Optional.empty());
    }
  }

  /** Says why it could not go on; empty when it has done its part. */
  private interface BeforeRemoval {
    Optional<String> fault(ServerCertificate certificate);
  }

  private Removal remove(String name, Kind how, BeforeRemoval before) {
    Optional<Removal> refusal = desk.ask(() -> wishes.beginRemoval(name));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    try {
      Optional<String> fault = issued.find(name).flatMap(before::fault);
      if (fault.isPresent()) {
        return new Removal.Failed(fault.get());
      }
      issued.remove(name);
      desk.tell(() -> wishes.removed(name, how));
      return new Removal.Done();
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      return new Removal.Failed(String.valueOf(e.getMessage()));
    } finally {
      desk.tell(() -> wishes.endRemoval(name));
    }
  }
}
