package dev.reveille.api;

import dev.reveille.certificate.Chosen;
import dev.reveille.certificate.Issuance;
import dev.reveille.certificate.NameStatus;
import dev.reveille.certificate.Removal;
import dev.reveille.certificate.RenewAnswer;
import dev.reveille.certificate.RenewalJob;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** {@code /v1/certificates} as administrators ask it, and {@code /v1/renewals}. */
final class CertificateCalls {
  private final ControlServer.CertificateParts parts;
  private final InstantSource clock;

  CertificateCalls(ControlServer.CertificateParts parts, InstantSource clock) {
    this.parts = parts;
    this.clock = clock;
  }

  /** {@code GET /v1/certificates}: every name, and what is wrong with files and labels. */
  void list(HttpServerExchange exchange) {
    Blocking.run(exchange, () -> answerList(exchange));
  }

  private void answerList(HttpServerExchange exchange) {
    Map<String, NameStatus> statuses = statuses();
    Map<String, Chosen> shown = parts.served().shown().get();
    TreeSet<String> names = new TreeSet<>(shown.keySet());
    names.addAll(statuses.keySet());
    List<CertificateWire> all =
        names.stream()
            .map(
                name ->
                    CertificateWire.of(
                        name,
                        Optional.ofNullable(shown.get(name)),
                        Optional.ofNullable(statuses.get(name))))
            .toList();
    Reply.json(exchange, 200, Map.of("certificates", all, "problems", parts.problems().get()));
  }

  /** {@code GET /v1/certificates/{name}} */
  void show(HttpServerExchange exchange) {
    Blocking.run(exchange, () -> answer(exchange, name(exchange)));
  }

  private void answer(HttpServerExchange exchange, String name) {
    Optional<Chosen> chosen = Optional.ofNullable(parts.served().shown().get().get(name));
    Optional<NameStatus> status = Optional.ofNullable(statuses().get(name));
    if (chosen.isEmpty() && status.isEmpty()) {
      Reply.problem(exchange, noSuchName(name));
    } else {
      Reply.json(exchange, 200, CertificateWire.of(name, chosen, status));
    }
  }

  /** {@code POST /v1/certificates/{name}/renew?force=true} */
  void renew(HttpServerExchange exchange) {
    String name = name(exchange);
    boolean force = Query.isTrue(exchange, "force");
    withIssuance(
        exchange,
        issuance -> {
          switch (issuance.renew(name, force)) {
            case RenewAnswer.Started(var job, _) -> started(exchange, job);
            case RenewAnswer.Refused refusal -> refused(exchange, refusal);
            case RenewAnswer.Unknown() -> Reply.problem(exchange, noSuchName(name));
          }
        });
  }

  /** {@code POST /v1/certificates/renew?force=true}: all that were issued, a job for each. */
  void renewAll(HttpServerExchange exchange) {
    boolean force = Query.isTrue(exchange, "force");
    withIssuance(
        exchange,
        issuance -> {
          List<RenewalWire> jobs = new ArrayList<>();
          List<RefusalWire> refusals = new ArrayList<>();
          issuance.renewAll(force).forEach((name, answer) -> sort(name, answer, jobs, refusals));
          Reply.json(exchange, 202, Map.of("renewals", jobs, "refused", refusals));
        });
  }

  /** A name that is not renewed now. */
  record RefusalWire(String name, String reason) {}

  private static void sort(
      String name, RenewAnswer answer, List<RenewalWire> jobs, List<RefusalWire> refusals) {
    switch (answer) {
      case RenewAnswer.Started(var job, _) -> jobs.add(RenewalWire.from(job));
      case RenewAnswer.Refused refusal -> refusals.add(new RefusalWire(name, reason(refusal)));
      case RenewAnswer.Unknown() -> {} // deleted meanwhile
    }
  }

  /** {@code GET /v1/renewals/{id}} */
  void job(HttpServerExchange exchange) {
    String id = Query.pathPart(exchange, "id");
    Optional<RenewalJob> job = parts.issuance().flatMap(issuance -> issuance.job(id));
    if (job.isPresent()) {
      Reply.json(exchange, 200, RenewalWire.from(job.get()));
    } else {
      Reply.problem(exchange, noSuchJob(id));
    }
  }

  /** {@code POST /v1/certificates/{name}/revoke}: at the CA, and then here. */
  void revoke(HttpServerExchange exchange) {
    remove(exchange, Issuance::revoke);
  }

  /** {@code DELETE /v1/certificates/{name}}: here only. */
  void delete(HttpServerExchange exchange) {
    remove(exchange, Issuance::delete);
  }

  /** {@code POST /v1/certificates/{name}/roll-back}: the one before the last is shown again. */
  void rollBack(HttpServerExchange exchange) {
    String name = name(exchange);
    Blocking.run(
        exchange,
        () -> {
          if (parts.rollBack().test(name)) {
            answer(exchange, name);
          } else {
            String detail = "there is no certificate of \"%s\" before the last".formatted(name);
            Reply.problem(exchange, ProblemDocument.of(ProblemType.NO_SUCH_CERTIFICATE, detail));
          }
        });
  }

  static ProblemDocument noSuchJob(String id) {
    String detail = "no renewal \"%s\" is known; they are kept for an hour".formatted(id);
    return ProblemDocument.of(ProblemType.NO_SUCH_JOB, detail);
  }

  private void remove(HttpServerExchange exchange, BiFunction<Issuance, String, Removal> by) {
    String name = name(exchange);
    withIssuance(
        exchange,
        issuance -> {
          switch (by.apply(issuance, name)) {
            case Removal.Done() -> {
              exchange.setStatusCode(204);
              exchange.endExchange();
            }
            case Removal.Failed(var reason) ->
                Reply.problem(exchange, ProblemDocument.of(ProblemType.CA_REFUSED, reason));
            case Removal.Unknown() -> Reply.problem(exchange, noSuchName(name));
          }
        });
  }

  /** Waits for what decides about orders, or for the CA: on a thread of its own. */
  private void withIssuance(HttpServerExchange exchange, Consumer<Issuance> call) {
    if (parts.issuance().isEmpty()) {
      String detail = "certificates are ordered once ACME_EMAIL and ACME_DOMAINS are set";
      Reply.problem(exchange, ProblemDocument.of(ProblemType.NOT_ISSUED_HERE, detail));
      return;
    }
    Blocking.run(exchange, () -> call.accept(parts.issuance().get()));
  }

  private static void started(HttpServerExchange exchange, RenewalJob job) {
    exchange.getResponseHeaders().put(Headers.LOCATION, "/v1/renewals/" + job.id());
    Reply.json(exchange, 202, RenewalWire.from(job));
  }

  private void refused(HttpServerExchange exchange, RenewAnswer.Refused refusal) {
    ProblemDocument problem = ProblemDocument.of(ProblemType.RENEWAL_REFUSED, reason(refusal));
    refusal
        .tryAt()
        .ifPresentOrElse(
            at -> Reply.problem(exchange, problem, Duration.between(clock.instant(), at)),
            () -> Reply.problem(exchange, problem));
  }

  private static String reason(RenewAnswer.Refused refusal) {
    String force = refusal.canBeForced() ? "; ?force=true does it all the same" : "";
    return refusal.reason() + force;
  }

  private Map<String, NameStatus> statuses() {
    return parts.issuance().map(Issuance::statuses).orElse(List.of()).stream()
        .collect(Collectors.toMap(NameStatus::name, status -> status, (first, _) -> first));
  }

  private static ProblemDocument noSuchName(String name) {
    String detail =
        "no certificate is known for \"%s\"; GET /v1/certificates lists them".formatted(name);
    return ProblemDocument.of(ProblemType.NO_SUCH_CERTIFICATE, detail);
  }

  private static String name(HttpServerExchange exchange) {
    return Query.pathPart(exchange, "name");
  }
}
