package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.certificate.Chosen;
import dev.reveille.certificate.Issuance;
import dev.reveille.certificate.NameStatus;
import dev.reveille.certificate.Removal;
import dev.reveille.certificate.RenewAnswer;
import dev.reveille.certificate.RenewalJob;
import dev.reveille.certificate.ServerCertificate;
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
import org.jspecify.annotations.Nullable;

/** {@code /v1/certificates} as administrators ask it, and {@code /v1/renewals}. */
final class CertificateCalls {
  private final ControlServer.CertificateParts parts;
  private final InstantSource clock;
  private final ImportCalls imports;

  CertificateCalls(ControlServer.CertificateParts parts, InstantSource clock) {
    this.parts = parts;
    this.clock = clock;
    this.imports = new ImportCalls(parts, this::answer);
  }

  /** {@code GET /v1/certificates}: every name, and what is wrong with files and labels. */
  void list(HttpServerExchange exchange) {
    Page page = Page.of(exchange);
    Blocking.run(exchange, () -> answerList(exchange, page));
  }

  private void answerList(HttpServerExchange exchange, Page page) {
    Page.Part<CertificateWire> part = page.of(all(), CertificateWire::name);
    Reply.json(exchange, 200, new ListWire(part.items(), parts.problems().get(), part.next()));
  }

  /** Every name, sorted; waits for what decides about orders. */
  List<CertificateWire> all() {
    Map<String, NameStatus> statuses = statuses();
    Map<String, Chosen> shown = parts.served().shown().get();
    TreeSet<String> names = new TreeSet<>(shown.keySet());
    names.addAll(statuses.keySet());
    names.addAll(parts.imported().set().get().all().keySet());
    return names.stream()
        .map(
            name ->
                CertificateWire.of(
                    name,
                    Optional.ofNullable(shown.get(name)),
                    Optional.ofNullable(statuses.get(name)),
                    parts.imported().find(name)))
        .toList();
  }

  /** The answer; {@code problems} are those of all files and labels, on every page. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ListWire(
      List<CertificateWire> certificates, List<String> problems, @Nullable String next) {}

  /** {@code GET /v1/certificates/{name}} */
  void show(HttpServerExchange exchange) {
    Blocking.run(exchange, () -> answer(exchange, name(exchange)));
  }

  private void answer(HttpServerExchange exchange, String name) {
    Optional<Chosen> chosen = Optional.ofNullable(parts.served().shown().get().get(name));
    Optional<NameStatus> status = Optional.ofNullable(statuses().get(name));
    Optional<ServerCertificate> imported = parts.imported().find(name);
    if (chosen.isEmpty() && status.isEmpty() && imported.isEmpty()) {
      Reply.problem(exchange, noSuchName(name));
    } else {
      Reply.json(exchange, 200, CertificateWire.of(name, chosen, status, imported));
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
          Reply.json(exchange, 202, new RenewalsWire(jobs, refusals));
        });
  }

  /** A renewal for each name, or why there is none. */
  record RenewalsWire(List<RenewalWire> renewals, List<RefusalWire> refused) {}

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

  /** {@code DELETE /v1/certificates/{name}}: here only; an imported one first. */
  void delete(HttpServerExchange exchange) {
    String name = name(exchange);
    if (parts.imported().find(name).isPresent()) {
      Blocking.run(exchange, () -> deleteImported(exchange, name));
    } else {
      remove(exchange, Issuance::delete);
    }
  }

  /** {@code PUT /v1/certificates/{name}} */
  void put(HttpServerExchange exchange) {
    imports.put(exchange);
  }

  private void deleteImported(HttpServerExchange exchange, String name) {
    if (imports.remove(name)) {
      Reply.done(exchange);
    } else {
      Reply.problem(exchange, noSuchName(name));
    }
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
            case Removal.Done() -> Reply.done(exchange);
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
