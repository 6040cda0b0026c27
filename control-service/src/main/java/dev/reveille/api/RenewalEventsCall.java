package dev.reveille.api;

import dev.reveille.certificate.Issuance;
import dev.reveille.certificate.RenewalJob;
import dev.reveille.concurrent.Latest;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.util.PathTemplateMatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code GET /v1/renewals/{id}/events}: the steps of a forced renewal as server-sent events: {@code
 * progress} with the whole job at each step, and {@code done} or {@code failed} at its end.
 */
final class RenewalEventsCall {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private final Optional<Issuance> issuance;

  RenewalEventsCall(Optional<Issuance> issuance) {
    this.issuance = issuance;
  }

  HttpHandler handler() {
    HttpHandler stream = Handlers.serverSentEvents((connection, _) -> connected(connection));
    return exchange -> {
      String id = Query.pathPart(exchange, "id");
      if (job(id).isPresent()) {
        stream.handleRequest(exchange);
      } else {
        Reply.problem(exchange, CertificateCalls.noSuchJob(id));
      }
    };
  }

  private Optional<RenewalJob> job(String id) {
    return issuance.flatMap(it -> it.job(id));
  }

  private void connected(ServerSentEventConnection connection) {
    String id =
        connection
            .getAttachment(PathTemplateMatch.ATTACHMENT_KEY)
            .getParameters()
            .getOrDefault("id", "");
    job(id).ifPresentOrElse(job -> follow(connection, job), connection::shutdown);
  }

  private static void follow(ServerSentEventConnection connection, RenewalJob job) {
    connection.setKeepAliveTime(KEEP_ALIVE.toMillis());
    Latest.Subscription subscription = job.progress().subscribe(_ -> send(connection, job));
    connection.addCloseTask(_ -> subscription.close());
    send(connection, job);
  }

  /** Read and sent in one go, so that no thread sends an older state after a newer one. */
  private static void send(ServerSentEventConnection connection, RenewalJob job) {
    synchronized (connection) {
      RenewalWire wire = RenewalWire.from(job);
      boolean isRunning = wire.state().equals("running");
      String name = isRunning ? "progress" : wire.state();
      String data = new String(Reply.bytes(wire), StandardCharsets.UTF_8);
      connection.send(data, name, null, null);
      if (!isRunning) {
        connection.shutdown();
      }
    }
  }
}
