package dev.reveille.api;

import io.undertow.server.HttpHandler;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.ArrayList;
import java.util.List;

/** Every call of the API: its method, path, who may make it, and what answers. */
final class Calls {
  /** Path parameters stand in braces, as in OpenAPI. */
  record Call(HttpString method, String path, Access access, HttpHandler handler) {}

  private Calls() {}

  static List<Call> all(ControlServer.Parts parts, ControlServer.Settings settings) {
    var wake = new WakeCall(parts, settings.hsts());
    var events = new WakeEventsCall(parts.routes(), parts.wakes());
    var projects = new ProjectCalls(parts);
    var reap = new ReapCalls(parts.sleeps(), parts.removals());
    var stats = new StatsCall(parts.sleeps(), parts.removals(), parts.clock());
    var hosts = new HostCall(parts.inventory(), parts.routes(), parts.visits());
    var health = new HealthCalls(parts.inventory(), parts.routes());
    List<Call> all = new ArrayList<>(certificates(parts, settings));
    all.addAll(
        List.of(
            get("/v1/routes", Access.HOOK, new RoutesCall(parts.routes(), settings)),
            post("/v1/wake", Access.HOOK, wake),
            post("/v1/activity", Access.HOOK, new ActivityCall(parts.activity())),
            get("/v1/wakes/events", Access.HOOK, events.handler()),
            get("/v1/projects", Access.ADMIN, projects::list),
            get("/v1/projects/{name}", Access.ADMIN, projects::show),
            post("/v1/projects/{name}/wake", Access.ADMIN, projects::wake),
            post("/v1/projects/{name}/sleep", Access.ADMIN, projects::sleep),
            post("/v1/projects/{name}/keep-awake", Access.ADMIN, projects::keepAwake),
            get("/v1/hosts/{host}", Access.ADMIN, hosts),
            get("/v1/stats", Access.ADMIN, stats),
            get("/v1/reap", Access.ADMIN, reap::plan),
            post("/v1/reap", Access.ADMIN, reap::carryOut),
            get("/v1/health", Access.OPEN, health::health),
            get("/v1/ready", Access.OPEN, health::ready),
            get("/v1/events", Access.ADMIN, new EventsCall(parts.events()).handler()),
            get("/metrics", Access.OPEN, new MetricsCall(parts.metrics())),
            get("/v1/openapi.yaml", Access.OPEN, new OpenApiCall())));
    return all;
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
        get("/v1/certificates", Access.ADMIN, forPeople::list),
        get("/v1/certificates/{name}", Access.HOOK_OR_ADMIN, show),
        new Call(Methods.DELETE, "/v1/certificates/{name}", Access.ADMIN, forPeople::delete),
        post("/v1/certificates/renew", Access.ADMIN, forPeople::renewAll),
        post("/v1/certificates/{name}/renew", Access.ADMIN, forPeople::renew),
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

  private static Call get(String path, Access access, HttpHandler handler) {
    return new Call(Methods.GET, path, access, handler);
  }

  private static Call post(String path, Access access, HttpHandler handler) {
    return new Call(Methods.POST, path, access, handler);
  }
}
