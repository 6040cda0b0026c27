package dev.reveille.api;

import dev.reveille.activity.Activity;
import dev.reveille.certificate.Challenges;
import dev.reveille.certificate.ImportedCertificates;
import dev.reveille.certificate.Issuance;
import dev.reveille.certificate.LocalAuthority;
import dev.reveille.certificate.ServedCertificates;
import dev.reveille.doctor.Doctor;
import dev.reveille.event.Events;
import dev.reveille.metrics.Metrics;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.Inventory;
import dev.reveille.reap.Removals;
import dev.reveille.reap.Sleeps;
import dev.reveille.route.Routes;
import dev.reveille.store.Tokens;
import dev.reveille.wake.Visits;
import dev.reveille.wake.Wakes;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RoutingHandler;
import io.undertow.util.Headers;
import io.undertow.util.PathTemplate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the control API over HTTP. Every call answers from memory, on the connection's I/O thread.
 */
public final class ControlServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ControlServer.class);
  private static final int IO_THREADS = 2;
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int BUFFERS_KEPT = 256;

  /**
   * A call that reads a body has a smaller limit, and tells of it; this one ends the connection.
   */
  private static final long BODY_BYTES = 1024 * 1024;

  private static final int HEADER_BYTES = 32 * 1024;

  /** No name but this one: what another leads to may change. */
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");

  /**
   * For a request's head to arrive, and for its body; a gateway is near, and sends both at once.
   */
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);

  /** More than the gateway's 60 s, so that it is the one to end what it does not use. */
  private static final Duration UNUSED_LIMIT = Duration.ofSeconds(75);

  private final Settings settings;
  private final Undertow undertow;

  /**
   * Where it listens, and what it tells the gateway.
   *
   * @param port 0 takes a free one
   * @param patience how long a page load is held before it gets the loading page
   * @param wakeTimeout how long anything else is held
   * @param pageStatus the status of the loading page
   * @param https what visitors of HTTPS get
   * @param ignored which requests do not count as use
   * @param dashboard where people find it, and from there the projects
   */
  public record Settings(
      String host,
      int port,
      Duration patience,
      Duration wakeTimeout,
      int pageStatus,
      Https https,
      IgnoredRequests ignored,
      Dashboard dashboard) {
    RoutesCall.GatewayWire gateway() {
      return new RoutesCall.GatewayWire(
          patience.toMillis(),
          wakeTimeout.toMillis(),
          pageStatus,
          https.redirect(),
          https.challenges(),
          https.handshakeWait().toMillis(),
          ignored.paths(),
          ignored.userAgents());
    }

    /** Who reaches a loopback address may see everything that is measured; others need a token. */
    Access metricsAccess() {
      return LOOPBACK.matcher(host).matches() ? Access.OPEN : Access.METRICS;
    }

    Optional<String> hsts() {
      return https.hsts();
    }
  }

  /**
   * What the gateway is told of HTTPS.
   *
   * @param redirect whether visitors of HTTP are sent to HTTPS where that is trusted
   * @param hsts the value of {@code Strict-Transport-Security}, where no label says otherwise
   * @param challenges whether the CA may ask for http-01 challenges
   * @param handshakeWait how long a handshake may wait for its first certificate
   */
  public record Https(
      boolean redirect, Optional<String> hsts, boolean challenges, Duration handshakeWait) {
    public static final Https PLAIN = new Https(false, Optional.empty(), false, Duration.ZERO);
  }

  /**
   * Requests that do not count as use of any project.
   *
   * @param paths {@code /health}, {@code /poll/*}
   * @param userAgents parts of them, in any case
   */
  public record IgnoredRequests(List<String> paths, List<String> userAgents) {
    public static final IgnoredRequests NONE = new IgnoredRequests(List.of(), List.of());

    public IgnoredRequests {
      paths = List.copyOf(paths);
      userAgents = List.copyOf(userAgents);
    }
  }

  /**
   * Where the dashboard is, and what it links to.
   *
   * @param adminHost the host by which the gateway leads to it
   * @param httpPort the gateway's, for links to projects
   */
  public record Dashboard(Optional<String> adminHost, int httpPort) {
    public static final Dashboard LOCAL = new Dashboard(Optional.empty(), 80);
  }

  /** What the calls read and change. */
  public record Parts(
      Inventory inventory,
      Routes routes,
      Visits visits,
      Wakes wakes,
      Activity activity,
      Sleeps sleeps,
      Removals removals,
      CertificateParts certificates,
      Events events,
      Metrics metrics,
      OperatorParts operator,
      ContainerEngine engine,
      InstantSource clock) {}

  /**
   * What operators ask when something is wrong.
   *
   * @param settings as they hold, without secrets
   */
  public record OperatorParts(List<SettingWire> settings, Doctor doctor) {
    public OperatorParts {
      settings = List.copyOf(settings);
    }
  }

  /**
   * What the calls about certificates read and change.
   *
   * @param problems what is wrong with files and labels, each in a sentence
   * @param local the local CA, where it is on
   * @param issuance where certificates are ordered
   * @param rollBack shows the certificate before the last again, if there is one
   */
  public record CertificateParts(
      ServedCertificates served,
      ImportedCertificates imported,
      Supplier<List<String>> problems,
      Challenges challenges,
      Optional<LocalAuthority> local,
      Optional<Issuance> issuance,
      Predicate<String> rollBack) {}

  public ControlServer(Settings settings, Tokens tokens, Parts parts) {
    this.settings = settings;
    this.undertow =
        Undertow.builder()
            .addHttpListener(settings.port(), settings.host())
            .setIoThreads(IO_THREADS)
            .setWorkerThreads(IO_THREADS)
            // The default pool keeps direct buffers in thread-locals, which finalizers free late.
            .setByteBufferPool(new DefaultByteBufferPool(true, BUFFER_BYTES, BUFFERS_KEPT, 0, 0))
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, BODY_BYTES)
            .setServerOption(UndertowOptions.MAX_HEADER_SIZE, HEADER_BYTES)
            .setServerOption(
                UndertowOptions.REQUEST_PARSE_TIMEOUT, Math.toIntExact(REQUEST_LIMIT.toMillis()))
            .setServerOption(
                UndertowOptions.NO_REQUEST_TIMEOUT, Math.toIntExact(UNUSED_LIMIT.toMillis()))
            .setHandler(handler(parts, settings, tokens))
            .build();
  }

  /**
   * Begins to listen.
   *
   * @throws CannotListen when the port can't be had
   */
  public void start() {
    try {
      undertow.start();
      warnWhereOthersListen();
    } catch (RuntimeException e) {
      if (e.getCause() instanceof IOException refused) {
        throw new CannotListen(settings.host(), settings.port(), refused);
      }
      throw e;
    }
  }

  private void warnWhereOthersListen() {
    InetSocketAddress address =
        (InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress();
    if (!address.getAddress().isLoopbackAddress()) {
      log.warn(
          "The control API listens beyond this machine, where tokens travel without TLS and"
              + " /v1/ready and /v1/health are open to everyone: keep it in a private"
              + " network, or leave CONTROL_HOST at 127.0.0.1 address={} port={}",
          settings.host(),
          address.getPort());
    }
  }

  /** The port that it listens on, once started. */
  public int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
  }

  @Override
  public void close() {
    undertow.stop();
  }

  private static HttpHandler handler(Parts parts, Settings settings, Tokens tokens) {
    RoutingHandler routing = new RoutingHandler();
    Sessions sessions = new Sessions(parts.clock());
    OwnHosts hosts = new OwnHosts(settings.host(), settings.dashboard().adminHost());
    TokenGate gate = new TokenGate(tokens, sessions, new FailedTries(parts.clock()), hosts);
    List<Calls.Call> calls = Calls.all(parts, settings, gate, sessions);
    IdempotencyKeys keys = new IdempotencyKeys(parts.clock());
    for (Calls.Call call : calls) {
      HttpHandler once = call.takesIdempotencyKey() ? keys.before(call.handler()) : call.handler();
      HttpHandler checked = QueryGate.before(once, call);
      routing.add(call.method(), call.path(), gate.before(checked, call.access()));
    }
    HttpHandler files = gate.before(new DashboardFiles(), Access.BROWSER);
    DashboardFiles.PATHS.forEach(path -> routing.get(path, files));
    routing.setFallbackHandler(
        exchange -> {
          String detail = exchange.getRequestMethod() + " " + exchange.getRequestPath();
          Reply.problem(exchange, ProblemDocument.of(ProblemType.NO_SUCH_CALL, detail));
        });
    routing.setInvalidMethodHandler(
        exchange -> {
          exchange.getResponseHeaders().put(Headers.ALLOW, methods(calls, exchange));
          String detail = exchange.getRequestMethod() + " " + exchange.getRequestPath();
          Reply.problem(exchange, ProblemDocument.of(ProblemType.METHOD_NOT_ALLOWED, detail));
        });
    HttpHandler timely = BodyDeadline.before(Framing.before(routing), REQUEST_LIMIT);
    return SecurityHeaders.before(exchange -> Guard.run(exchange, timely));
  }

  private static String methods(List<Calls.Call> calls, HttpServerExchange exchange) {
    return calls.stream()
        .filter(
            call ->
                PathTemplate.create(call.path())
                    .matches(exchange.getRelativePath(), new HashMap<>()))
        .map(call -> call.method().toString())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
