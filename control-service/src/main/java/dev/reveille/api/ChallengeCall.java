package dev.reveille.api;

import dev.reveille.certificate.Challenges;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Optional;

/**
 * {@code GET /v1/acme-challenges/{token}}: the key authorization that a CA asks a host for (RFC
 * 8555, section 8.3). For all other tokens 404: they may be of a project's own client.
 */
final class ChallengeCall implements HttpHandler {
  private final Challenges challenges;

  ChallengeCall(Challenges challenges) {
    this.challenges = challenges;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    Optional<String> authorization = challenges.find(Query.pathPart(exchange, "token"));
    if (authorization.isPresent()) {
      Reply.text(exchange, "text/plain", authorization.get());
    } else {
      String detail = "no order of ours waits for this token";
      Reply.problem(exchange, ProblemDocument.of(ProblemType.NO_SUCH_CHALLENGE, detail));
    }
  }
}
