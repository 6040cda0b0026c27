package dev.reveille.api;

import dev.reveille.reap.ProjectStates;
import io.undertow.server.HttpHandler;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.ArrayList;
import java.util.List;

/** Every call of the API: its method, path, who may make it, and what answers. */
final class Calls {
  /**
   * A call.
   *
   * @param path its parameters stand in braces, as in OpenAPI
   * @param query the names of the query parameters that it has
   */
  record Call(
      HttpString method, String path, Access access, HttpHandler handler, List<String> query) {
    /** Whether what administrators change by it can be named by an {@code Idempotency-Key}. */
    boolean takesIdempotencyKey() {
      return access == Access.ADMIN && !method.equals(Methods.GET);
    }
  }

  private Calls() {}

  static List<Call> all(
      ControlServer.Parts parts,
      ControlServer.Settings settings,
      TokenGate gate,
      Sessions sessions) {
    var wake = new WakeCall(parts, settings.hsts());
    var events = new WakeEventsCall(parts.routes(), parts.wakes());
    var states = new ProjectStates(parts.routes(), parts.wakes(), parts.sleeps());
    var projects = new ProjectCalls(parts);
    var operator = new OperatorCalls(parts.operator());
    var reap = new ReapCalls(parts.sleeps(), parts.removals());
    var stats = new StatsCall(parts.sleeps(), parts.removals(), parts.clock());
    var hosts = new HostCall(parts.inventory(), parts.routes(), parts.visits());
    var health = new HealthCalls(parts.inventory(), parts.routes());
    var feed = new DashboardFeed(parts, settings.dashboard().httpPort());
    List<Call> all = new ArrayList<>(certificates(parts, settings));
    all.addAll(dashboard(feed, gate, sessions));
    all.addAll(
        List.of(
            get(
                "/v1/routes",
                Access.HOOK,
                new RoutesCall(parts.routes(), settings),
                "after",
                "wait"),
            post("/v1/wake", Access.HOOK, wake),
            post("/v1/activity", Access.HOOK, new ActivityCall(parts.activity())),
            get("/v1/wakes/events", Access.HOOK, events.handler(), "host"),
            get("/v1/projects", Access.ADMIN, projects::list, "state", "limit", "after"),
            get("/v1/projects/{name}", Access.ADMIN, projects::show),
            get("/v1/projects/{name}/wakes", Access.ADMIN, projects::wakes),
            get("/v1/projects/{name}/logs", Access.ADMIN, projects::logs, "lines"),
            post("/v1/projects/{name}/wake", Access.ADMIN, showing(feed, projects::wake)),
            post("/v1/projects/{name}/sleep", Access.ADMIN, showing(feed, projects::sleep), "due"),
            post(
                "/v1/projects/{name}/keep-awake",
                Access.ADMIN,
                showing(feed, projects::keepAwake),
                "for"),
            get("/v1/hosts/{host}", Access.ADMIN, hosts),
            get("/v1/stats", Access.ADMIN, stats),
            get("/v1/status", Access.ADMIN, new StatusCall(parts, health, states)),
            get("/v1/config", Access.ADMIN, operator::config),
            get("/v1/doctor", Access.ADMIN, operator::doctor),
            get("/v1/reap", Access.ADMIN, reap::plan, "limit", "after"),
            post("/v1/reap", Access.ADMIN, reap::carryOut),
            get("/v1/health", Access.OPEN, health::health),
            get("/v1/ready", Access.OPEN, health::ready),
            get("/v1/events", Access.ADMIN, new EventsCall(parts.events()).handler(), "follow"),
            get("/metrics", settings.metricsAccess(), new MetricsCall(parts.metrics())),
            get("/v1/problems", Access.OPEN, ProblemCalls::list),
            get("/v1/problems/{name}", Access.OPEN, ProblemCalls::show),
            get("/v1/openapi.yaml", Access.OPEN, new OpenApiCall())));
    return all;
  }

  private static List<Call> dashboard(DashboardFeed feed, TokenGate gate, Sessions sessions) {
    var session = new SessionCalls(gate, sessions);
    return List.of(
        post("/v1/session", Access.BROWSER, session::begin),
        get("/v1/session", Access.ADMIN, session::show),
        call(Methods.DELETE, "/v1/session", Access.ADMIN, session::end),
        get("/v1/dashboard/events", Access.ADMIN, new DashboardCall(feed, sessions).handler()));
  }

  /** Whoever watches sees at once what a call changed. */
  private static HttpHandler showing(DashboardFeed feed, HttpHandler call) {
    return exchange -> {
      exchange.addExchangeCompleteListener(
          (_, next) -> {
            feed.changed();
            next.proceed();
          });
      call.handleRequest(exchange);
    };
  }

  private static List<Call> certificates(ControlServer.Parts all, ControlServer.Settings settings) {
    ControlServer.CertificateParts parts = all.certificates();
    var forTheHook = new CertificateCall(parts, settings.https().handshakeWait(), all.clock());
    var forPeople = new CertificateCalls(parts, all.clock());
    HttpHandler show =
        exchange -> {
          if (TokenGate.isAdmin(exchange)) {
            forPeople.show(exchange);
          } else {
            forTheHook.show(exchange);
          }
        };
    return List.of(
        get("/v1/certificates", Access.ADMIN, forPeople::list, "limit", "after"),
        get("/v1/certificates/{name}", Access.HOOK_OR_ADMIN, show, "wait"),
        call(Methods.PUT, "/v1/certificates/{name}", Access.ADMIN, forPeople::put),
        call(Methods.DELETE, "/v1/certificates/{name}", Access.ADMIN, forPeople::delete),
        post("/v1/certificates/renew", Access.ADMIN, forPeople::renewAll, "force"),
        post("/v1/certificates/{name}/renew", Access.ADMIN, forPeople::renew, "force"),
        post("/v1/certificates/{name}/revoke", Access.ADMIN, forPeople::revoke),
        post("/v1/certificates/{name}/roll-back", Access.ADMIN, forPeople::rollBack),
        get("/v1/renewals/{id}", Access.ADMIN, forPeople::job),
        get(
            "/v1/renewals/{id}/events",
            Access.ADMIN,
            new RenewalEventsCall(parts.issuance()).handler()),
        get("/v1/acme-challenges/{token}", Access.HOOK, new ChallengeCall(parts.challenges())),
        get("/v1/local-ca.crt", Access.OPEN, new LocalAuthorityCall(parts.local())));
  }

  private static Call get(String path, Access access, HttpHandler handler, String... query) {
    return call(Methods.GET, path, access, handler, query);
  }

  private static Call post(String path, Access access, HttpHandler handler, String... query) {
    return call(Methods.POST, path, access, handler, query);
  }

  private static Call call(
      HttpString method, String path, Access access, HttpHandler handler, String... query) {
    return new Call(method, path, access, handler, List.of(query));
  }
}
