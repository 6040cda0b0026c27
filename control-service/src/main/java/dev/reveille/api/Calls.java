package dev.reveille.api;

import io.undertow.server.HttpHandler;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.List;

/** Every call of the API: its method, path, who may make it, and what answers. */
final class Calls {
  /** Path parameters stand in braces, as in OpenAPI. */
  record Call(HttpString method, String path, Access access, HttpHandler handler) {}

  private Calls() {}

  static List<Call> all(ControlServer.Parts parts, ControlServer.Settings settings) {
    var wake = new WakeCall(parts.visits(), parts.routes(), parts.clock(), settings.hsts());
    var events = new WakeEventsCall(parts.routes(), parts.wakes());
    var projects = new ProjectCalls(parts.inventory(), parts.routes(), parts.wakes());
    var health = new HealthCalls(parts.inventory(), parts.routes());
    return List.of(
        get("/v1/routes", Access.HOOK, new RoutesCall(parts.routes(), settings)),
        post("/v1/wake", Access.HOOK, wake),
        get("/v1/wakes/events", Access.HOOK, events.handler()),
        get("/v1/projects", Access.ADMIN, projects::list),
        get("/v1/projects/{name}", Access.ADMIN, projects::show),
        post("/v1/projects/{name}/wake", Access.ADMIN, projects::wake),
        get("/v1/health", Access.OPEN, health::health),
        get("/v1/ready", Access.OPEN, health::ready),
        get("/v1/openapi.yaml", Access.OPEN, new OpenApiCall()));
  }

  private static Call get(String path, Access access, HttpHandler handler) {
    return new Call(Methods.GET, path, access, handler);
  }

  private static Call post(String path, Access access, HttpHandler handler) {
    return new Call(Methods.POST, path, access, handler);
  }
}
