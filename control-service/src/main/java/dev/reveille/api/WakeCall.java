package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.activity.Activity;
import dev.reveille.concurrent.Durations;
import dev.reveille.route.Route;
import dev.reveille.route.RouteTable;
import dev.reveille.route.Routes;
import dev.reveille.wake.Visit;
import dev.reveille.wake.Visits;
import dev.reveille.wake.Visits.Answer;
import dev.reveille.wake.WakeOutcome;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/wake}: the route to a host, woken where it sleeps. */
final class WakeCall implements HttpHandler {
  /** A visit's path and user agent, each of which the gateway accepts up to 32 KiB. */
  private static final int BODY_BYTES = 128 * 1024;

  /** A crawler that was turned away need not come back soon. */
  private static final Duration IGNORED_RETRY = Duration.ofMinutes(5);

  /** The wake begins and ends a moment later than the visit, and its own reason says more. */
  private static final Duration LAST_WORD = Duration.ofSeconds(1);

  private static final Duration FAILED_RETRY = Duration.ofSeconds(10);
  private static final Duration FIRST_TABLE_LIMIT = Duration.ofSeconds(5);

  private final Visits visits;
  private final Routes routes;
  private final Activity activity;
  private final InstantSource clock;
  private final Optional<String> hsts;

  WakeCall(ControlServer.Parts parts, Optional<String> hsts) {
    this.visits = parts.visits();
    this.routes = parts.routes();
    this.activity = parts.activity();
    this.clock = parts.clock();
    this.hsts = hsts;
  }

  /** The request; everything but {@code host} may be left out. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record VisitWire(
      @Nullable String host,
      @Nullable String path,
      @Nullable String method,
      boolean navigation,
      @Nullable String userAgent,
      @Nullable String client,
      boolean stale) {
    Visit toVisit() {
      return new Visit(
          RequestedHost.from(host),
          or(path, "/"),
          or(method, "GET"),
          navigation,
          or(userAgent, ""),
          or(client, ""),
          stale);
    }

    private static String or(@Nullable String value, String otherwise) {
      return value == null ? otherwise : value;
    }
  }

  /** Success. {@code cold}: the visitor waited for a wake; {@code tookMillis} is for how long. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ReadyWire(
      String host,
      String project,
      String state,
      List<String> upstreams,
      @Nullable String hsts,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> ignore,
      String version,
      boolean cold,
      long tookMillis) {}

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    JsonBody.receive(exchange, BODY_BYTES, VisitWire.class, wire -> receive(exchange, wire));
  }

  private void receive(HttpServerExchange exchange, VisitWire wire) {
    Visit visit = wire.toVisit();
    if (visit.host().isEmpty()) {
      throw new MalformedRequest("$.host: it is missing");
    }
    awaitTable(exchange, visit);
  }

  /** A service that has just started knows no host yet, and must not say that there is none. */
  private void awaitTable(HttpServerExchange exchange, Visit visit) {
    if (routes.seen().isDone()) {
      answer(exchange, visit, visits.receive(visit));
      return;
    }
    Hold.until(
        exchange,
        routes.seen(),
        FIRST_TABLE_LIMIT,
        held -> answer(held, visit, visits.receive(visit)),
        held -> {
          String detail = "the engine has not been seen since the control service started";
          later(held, problem(visit, ProblemType.ENGINE_UNREACHABLE, null, detail), FAILED_RETRY);
        });
  }

  private void answer(HttpServerExchange exchange, Visit visit, Answer answer) {
    switch (answer) {
      case Answer.NoSuchHost() ->
          refuse(exchange, visit, ProblemType.NO_SUCH_HOST, null, "no container claims the host");
      case Answer.Running(var route, var table) ->
          ready(exchange, route, table, false, Duration.ZERO);
      case Answer.Waking waking -> {
        isUsed(waking.wake().project().name());
        hold(exchange, visit, waking, clock.instant());
      }
      case Answer.AutostartOff(var project) ->
          refuse(exchange, visit, ProblemType.AUTOSTART_OFF, project, "visits do not wake it");
      case Answer.Ignored(var project, var what) ->
          later(
              exchange,
              problem(
                  visit,
                  ProblemType.WAKE_IGNORED,
                  project,
                  "visits of " + what + " do not wake it"),
              IGNORED_RETRY);
      case Answer.TooMany(var project, var wait) ->
          later(exchange, problem(visit, ProblemType.TOO_MANY_WAKES, project, tryIn(wait)), wait);
      case Answer.FailedBefore(var project, var outcome) ->
          failed(exchange, visit, project, outcome);
    }
  }

  private void hold(HttpServerExchange exchange, Visit visit, Answer.Waking waking, Instant came) {
    CompletableFuture<WakeOutcome> outcome = waking.wake().outcome(waking.service());
    Duration whole = waking.thenPage() ? waking.hold() : waking.hold().plus(LAST_WORD);
    Duration left = whole.minus(Duration.between(came, clock.instant()));
    Hold.until(
        exchange,
        outcome,
        left.isNegative() ? Duration.ZERO : left,
        held -> finished(held, visit, waking, outcome.join(), came),
        held -> late(held, visit, waking));
  }

  private void finished(
      HttpServerExchange exchange,
      Visit visit,
      Answer.Waking waking,
      WakeOutcome outcome,
      Instant came) {
    if (!(outcome instanceof WakeOutcome.Ready)) {
      failed(exchange, visit, waking.wake().project().name(), outcome);
      return;
    }
    RouteTable table = routes.table().get();
    Optional<Route> route = table.match(visit.host()).filter(Route::isRunning);
    if (route.isPresent()) {
      ready(exchange, route.get(), table, true, Duration.between(came, clock.instant()));
    } else {
      again(exchange, visit, waking, came);
    }
  }

  /**
   * The route is gone already: the container has ended, or another visitor, who had waited for an
   * answer for too long, has just reported it. Only another wake can help, within the same time.
   */
  private void again(HttpServerExchange exchange, Visit visit, Answer.Waking before, Instant came) {
    Answer answer = visits.receive(visit.renewed());
    if (!(answer instanceof Answer.Waking next)) {
      answer(exchange, visit, answer);
    } else if (next.wake() != before.wake()) {
      hold(exchange, visit, next, came);
    } else {
      String project = before.wake().project().name();
      ProblemDocument gone =
          problem(visit, ProblemType.WAKE_FAILED, project, "it went away as soon as it answered");
      later(exchange, gone, Duration.ofSeconds(1));
    }
  }

  private void ready(
      HttpServerExchange exchange, Route route, RouteTable table, boolean cold, Duration took) {
    isUsed(route.project());
    RouteWire wire = RouteWire.from(route, hsts);
    Reply.json(
        exchange,
        200,
        new ReadyWire(
            wire.host(),
            wire.project(),
            wire.state(),
            wire.upstreams(),
            wire.hsts(),
            wire.ignore(),
            table.version().toString(),
            cold,
            took.toMillis()));
  }

  /** Until the gateway counts the request, and for hooks that count nothing. */
  private void isUsed(String project) {
    activity.used(project, clock.instant(), "a request");
  }

  private static void late(HttpServerExchange exchange, Visit visit, Answer.Waking waking) {
    if (waking.thenPage()) {
      Reply.json(exchange, 202, ProgressWire.from(waking.wake()));
      return;
    }
    String project = waking.wake().project().name();
    String detail = "it was still starting after " + Durations.text(waking.hold());
    later(exchange, problem(visit, ProblemType.NOT_READY_IN_TIME, project, detail), FAILED_RETRY);
  }

  private static void failed(
      HttpServerExchange exchange, Visit visit, String project, WakeOutcome outcome) {
    later(exchange, WakeProblem.of(outcome, visit.host(), project), FAILED_RETRY);
  }

  private static String tryIn(Duration wait) {
    return "try again in " + Durations.text(wait);
  }

  private static ProblemDocument problem(
      Visit visit, ProblemType type, @Nullable String project, String detail) {
    return ProblemDocument.of(type, detail, visit.host(), project);
  }

  private static void refuse(
      HttpServerExchange exchange,
      Visit visit,
      ProblemType type,
      @Nullable String project,
      String detail) {
    Reply.problem(exchange, problem(visit, type, project, detail));
  }

  private static void later(
      HttpServerExchange exchange, ProblemDocument problem, Duration retryAfter) {
    Reply.problem(exchange, problem, retryAfter);
  }
}
