package dev.reveille.api;

import dev.reveille.certificate.Issuance;
import dev.reveille.certificate.RenewalJob;
import dev.reveille.concurrent.Latest;
import io.undertow.server.HttpHandler;
import java.util.Optional;

/**
 * {@code GET /v1/renewals/{id}/events}: the steps of a forced renewal as server-sent events: {@code
 * progress} with the whole job at each step, and {@code done} or {@code failed} at its end.
 */
final class RenewalEventsCall {
  private final Optional<Issuance> issuance;

  RenewalEventsCall(Optional<Issuance> issuance) {
    this.issuance = issuance;
  }

  HttpHandler handler() {
    HttpHandler stream = Follower.handler(this::connected);
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

  private void connected(Follower follower) {
    String id = Query.pathPart(follower.exchange(), "id");
    job(id).ifPresentOrElse(job -> follow(follower, job), follower::end);
  }

  private static void follow(Follower follower, RenewalJob job) {
    Latest.Subscription subscription = job.progress().subscribe(_ -> send(follower, job));
    follower.onEnd(subscription::close);
    send(follower, job);
  }

  /** Read and sent in one go, so that no thread sends an older state after a newer one. */
  private static void send(Follower follower, RenewalJob job) {
    synchronized (follower) {
      RenewalWire wire = RenewalWire.from(job);
      if (wire.state().equals("running")) {
        follower.send("progress", wire);
      } else {
        follower.last(wire.state(), wire);
      }
    }
  }
}
