package dev.reveille.api;

import dev.reveille.certificate.LocalAuthority;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Optional;

/** {@code GET /v1/local-ca.crt}: the local CA's root, to be trusted by people's machines. */
final class LocalAuthorityCall implements HttpHandler {
  private final Optional<LocalAuthority> authority;

  LocalAuthorityCall(Optional<LocalAuthority> authority) {
    this.authority = authority;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    if (authority.isEmpty()) {
      String detail = "there is no local CA; set LOCAL_CA=on";
      Reply.problem(exchange, ProblemDocument.of(ProblemType.NO_SUCH_CERTIFICATE, detail));
      return;
    }
    exchange
        .getResponseHeaders()
        .put(Headers.CONTENT_DISPOSITION, "attachment; filename=\"reveille-local-ca.crt\"");
    Reply.text(exchange, "application/x-x509-ca-cert", authority.get().rootPem());
  }
}
