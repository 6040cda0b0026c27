package dev.reveille.certificate;

import dev.reveille.certificate.CertificateEvent.Kind;
import dev.reveille.certificate.NameStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every name and begins what is due: never two orders for one name, a few at a time, the
 * most urgent first. For the desk's thread.
 */
final class Orders {
  private static final Logger log = LoggerFactory.getLogger(Orders.class);
  private static final Duration LONGEST_REST = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMinutes(1);
  private static final int MOST_QUESTIONS = 4;

  private final Books books;
  private final int mostAtATime;
  private final Consumer<Run> orderer;
  private final Consumer<Question> asker;
  private final Set<String> questions = new HashSet<>();
  private boolean hasAnswers = true;

  /** When would this CA like the certificate to be renewed? */
  record Question(String name, ServerCertificate certificate, Authority authority) {}

  private record Due(String name, Plan.Attempt attempt, boolean isForced) {}

  /**
   * @param orderer sends an order without being waited for
   * @param asker asks a CA without being waited for
   */
  Orders(Books books, int mostAtATime, Consumer<Run> orderer, Consumer<Question> asker) {
    this.books = books;
    this.mostAtATime = mostAtATime;
    this.orderer = orderer;
    this.asker = asker;
  }

  /** Begins what is due, and says when something else will be. */
  Instant look() {
    Instant now = books.now();
    Instant next = now.plus(LONGEST_REST);
    if (!books.names().isKnown()) {
      return next;
    }
    books.ledger().follow(now);
    books.names().forgetOldDemands(now);
    List<Due> due = new ArrayList<>();
    for (String name : names()) {
      if (!isBusy(name)) {
        next = earlier(next, consider(name, due, now));
      }
    }
    due.sort(Comparator.comparingInt(it -> it.attempt().urgency()));
    due.forEach(this::begin);
    return next;
  }

  /** The CA has answered; empty where it suggests nothing. */
  void answered(Question question, Optional<CertificateIssuer.RenewalWindow> window) {
    questions.remove(question.name());
    books.planner().suggestions().answered(question.name(), question.certificate(), window);
    hasAnswers = true;
  }

  /** Without an answer, what the CA suggested before decides, or the lifetime. */
  void notAnswered(Question question, String reason) {
    questions.remove(question.name());
    books.planner().suggestions().failed(question.name(), question.certificate());
    if (hasAnswers) {
      log.warn("Could not ask the CA when to renew; trying again reason=\"{}\"", reason);
    }
    hasAnswers = false; // so that a failure of all is told once
  }

  private SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(books.names().all());
    names.addAll(books.issued().all().get().keySet());
    names.addAll(books.runs().wished());
    return names;
  }

  private boolean isBusy(String name) {
    return books.runs().order(name).isPresent() || books.runs().isBeingRemoved(name);
  }

  private Instant consider(String name, List<Due> due, Instant now) {
    Optional<Due> wished = wished(name, now);
    if (wished.isPresent()) {
      due.add(wished.get());
      return Instant.MAX;
    }
    Plan plan = books.planner().plan(name, now);
    Instant next =
        switch (plan) {
          case Plan.Attempt attempt -> {
            due.add(new Due(name, attempt, false));
            yield Instant.MAX;
          }
          case Plan.Wait(var state, var what, var until) -> {
            // A failure has been told of as such, and a moment is not worth it.
            if (state == State.WAITING && until.isAfter(now.plus(MOMENT))) {
              books.telling().lasts(name, Kind.WAITING, what, "; tried at " + until);
            }
            turnAway(name, until, now);
            yield until;
          }
          case Plan.Rest rest -> {
            rest(name, rest, now);
            yield Instant.MAX;
          }
        };
    return earlier(next, lookAfter(name, plan, now));
  }

  /** A wish that something forbids is denied, and the name goes its usual way. */
  private Optional<Due> wished(String name, Instant now) {
    Optional<Runs.Wish> wish = books.runs().wish(name);
    if (wish.isEmpty()) {
      return Optional.empty();
    }
    boolean isForced = wish.get().isForced();
    Plan plan = isForced ? books.planner().forced(name, now) : books.planner().attempt(name, now);
    return switch (plan) {
      case Plan.Attempt attempt -> Optional.of(new Due(name, attempt.atOnce(), isForced));
      case Plan.Wait(_, var what, _) -> {
        books.runs().deny(name, what);
        yield Optional.empty();
      }
      case Plan.Rest(_, var why) -> {
        books.runs().deny(name, why);
        yield Optional.empty();
      }
    };
  }

  private void rest(String name, Plan.Rest rest, Instant now) {
    if (rest.state() == State.UNCLAIMED) {
      books.telling().lasts(name, Kind.UNCLAIMED, rest.why(), "");
    }
    turnAway(name, now.plus(Visitors.NO_LASTS), now);
  }

  /** Visitors get what there is, or hear that there is nothing for now. */
  private void turnAway(String name, Instant until, Instant now) {
    Optional<ServerCertificate> own = books.issued().find(name).filter(it -> it.isValidAt(now));
    own.ifPresentOrElse(
        it -> books.visitors().serve(name, it), () -> books.visitors().refuse(name, until, now));
  }

  /** Sees to it that a certificate does not expire unnoticed, and that its CA is asked about it. */
  private Instant lookAfter(String name, Plan plan, Instant now) {
    Optional<ServerCertificate> certificate = books.issued().find(name);
    if (certificate.isEmpty() || plan instanceof Plan.Rest) {
      return Instant.MAX;
    }
    return earlier(
        warn(name, certificate.get(), plan, now), askAuthority(name, certificate.get(), now));
  }

  private Instant warn(String name, ServerCertificate certificate, Plan plan, Instant now) {
    Instant from = RenewalTime.lastCall(certificate);
    if (from.isAfter(now)) {
      return from;
    }
    String why =
        switch (plan) {
          case Plan.Wait(_, var what, var until) -> "%s; tried at %s".formatted(what, until);
          case Plan.Attempt _ -> "its renewal is the next but for others";
          case Plan.Rest(_, var because) -> because;
        };
    return books.telling().expiring(name, certificate, why);
  }

  private Instant askAuthority(String name, ServerCertificate certificate, Instant now) {
    Optional<Instant> askAt = books.planner().suggestions().askAt(name, certificate);
    if (askAt.isEmpty() || askAt.get().isAfter(now)) {
      return askAt.orElse(Instant.MAX);
    }
    if (questions.size() < MOST_QUESTIONS && books.planner().barrier(name, now).isEmpty()) {
      books.planner().suggestions().asking(name, certificate);
      books
          .planner()
          .issuerOf(name, certificate)
          .map(authority -> new Question(name, certificate, authority))
          .ifPresent(this::ask);
    }
    return Instant.MAX; // when another one has been answered, or what is in the way has passed
  }

  private void ask(Question question) {
    questions.add(question.name());
    asker.accept(question);
  }

  private void begin(Due due) {
    if (books.runs().orders() < mostAtATime) {
      Run run = new Run(due.name(), due.attempt(), due.isForced());
      books.runs().begin(run);
      orderer.accept(run);
    } else {
      books.runs().wish(due.name()).ifPresent(it -> it.job().queue());
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
