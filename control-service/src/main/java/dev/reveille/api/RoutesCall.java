package dev.reveille.api;

import dev.reveille.concurrent.Latest;
import dev.reveille.route.CertificateMark;
import dev.reveille.route.RouteTable;
import dev.reveille.route.Routes;
import dev.reveille.route.Version;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * {@code GET /v1/routes?after=V&wait=20s}: the route table, or what changed in it since {@code V};
 * held until something has.
 */
final class RoutesCall implements HttpHandler {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final Routes routes;
  private final GatewayWire gateway;
  private final Optional<String> hsts;

  RoutesCall(Routes routes, ControlServer.Settings settings) {
    this.routes = routes;
    this.gateway = settings.gateway();
    this.hsts = settings.hsts();
  }

  /**
   * What the gateway needs of the settings.
   *
   * @param patienceMillis how long a page load is held before it gets the loading page
   * @param wakeTimeoutMillis how long anything else is held
   * @param pageStatus the status of the loading page
   * @param httpsRedirect whether visitors of HTTP are sent to HTTPS where that is trusted
   * @param challenges whether the CA may ask for http-01 challenges
   * @param handshakeWaitMillis how long a handshake may wait for its first certificate
   * @param ignorePaths requests for these paths do not count as use
   * @param ignoreUserAgents nor those whose user agent contains one of these, in any case
   */
  record GatewayWire(
      long patienceMillis,
      long wakeTimeoutMillis,
      int pageStatus,
      boolean httpsRedirect,
      boolean challenges,
      long handshakeWaitMillis,
      List<String> ignorePaths,
      List<String> ignoreUserAgents) {}

  /**
   * Which certificate is shown for a name.
   *
   * @param name a host, {@code *.shop.test}, or {@code *} for everyone else
   */
  record ShownWire(String name, String id, boolean trusted) {
    static List<ShownWire> from(Map<String, CertificateMark> marks) {
      return new TreeMap<>(marks)
          .entrySet().stream()
              .map(
                  entry ->
                      new ShownWire(
                          entry.getKey(), entry.getValue().id(), entry.getValue().trusted()))
              .toList();
    }
  }

  record ChangeWire(
      String version,
      boolean full,
      GatewayWire gateway,
      List<RouteWire> routes,
      List<String> removed,
      List<ShownWire> certificates,
      List<String> removedCertificates) {}

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    Optional<Version> after = Query.parameter(exchange, "after").flatMap(Version::parse);
    after.ifPresent(routes::taken);
    hold(exchange, after, Query.wait(exchange, LONGEST_WAIT));
  }

  /** A table that was never filled is not told to anyone: it would take every route away. */
  private void hold(HttpServerExchange exchange, Optional<Version> after, Duration wait) {
    CompletableFuture<Void> changed = new CompletableFuture<>();
    Latest.Subscription subscription =
        routes.table().subscribe(table -> completeOnNews(changed, table, after));
    completeOnNews(changed, routes.table().get(), after);
    HttpHandler answer =
        held -> {
          subscription.close();
          if (changed.isDone()) {
            send(held, after);
          } else {
            sendNothingNew(held, after);
          }
        };
    Hold.until(exchange, changed, wait, answer, answer);
  }

  private static void completeOnNews(
      CompletableFuture<Void> changed, RouteTable table, Optional<Version> after) {
    if (isNews(table, after)) {
      changed.complete(null);
    }
  }

  private static boolean isNews(RouteTable table, Optional<Version> after) {
    return table.version().number() > 0 && !after.equals(Optional.of(table.version()));
  }

  private void send(HttpServerExchange exchange, Optional<Version> after) {
    Routes.Change change = after.map(routes::since).orElseGet(routes::everything);
    Reply.json(
        exchange,
        200,
        new ChangeWire(
            change.version().toString(),
            change.full(),
            gateway,
            change.routes().stream().map(route -> RouteWire.from(route, hsts)).toList(),
            change.removed(),
            ShownWire.from(change.certificates()),
            change.removedCertificates()));
  }

  private void sendNothingNew(HttpServerExchange exchange, Optional<Version> after) {
    if (routes.table().get().version().number() > 0) {
      send(exchange, after);
      return;
    }
    String detail = "the engine has not been seen since the control service started";
    Reply.problem(
        exchange,
        ProblemDocument.of(ProblemType.ENGINE_UNREACHABLE, detail),
        Duration.ofSeconds(1));
  }
}
