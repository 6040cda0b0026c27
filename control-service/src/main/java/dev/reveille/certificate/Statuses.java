package dev.reveille.certificate;

import dev.reveille.certificate.NameStatus.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Shows what the {@link Planner} decides. For the desk's thread. */
final class Statuses {
  private final Books books;

  Statuses(Books books) {
    this.books = books;
  }

  /** Sorted by name, names that may have none last. */
  List<NameStatus> of(SortedSet<String> names) {
    List<NameStatus> all = new ArrayList<>();
    names.forEach(name -> all.add(status(name)));
    books
        .names()
        .wanted()
        .refused()
        .forEach((name, why) -> all.add(status(name, State.NOT_ALLOWED, why, Optional.empty())));
    return List.copyOf(all);
  }

  private NameStatus status(String name) {
    Optional<Run> run = books.runs().order(name);
    if (run.isPresent()) {
      return status(name, State.ORDERING, run.get().doing(), Optional.empty());
    }
    Instant now = books.now();
    return switch (books.planner().plan(name, now)) {
      case Plan.Attempt _ -> status(name, State.QUEUED, "ordered after others", Optional.of(now));
      case Plan.Wait(var state, var what, var until) ->
          status(name, state, what, Optional.of(until));
      case Plan.Rest(var state, var why) -> status(name, state, why, Optional.empty());
    };
  }

  private NameStatus status(String name, State state, String next, Optional<Instant> nextAt) {
    Optional<ServerCertificate> certificate = books.issued().find(name);
    return new NameStatus(
        name,
        state,
        certificate,
        certificate.flatMap(it -> books.ledger().issuerOf(name, it)),
        next,
        nextAt,
        books.planner().lastError(name));
  }
}
