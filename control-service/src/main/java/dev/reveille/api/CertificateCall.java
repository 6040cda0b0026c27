package dev.reveille.api;

import dev.reveille.certificate.Chosen;
import dev.reveille.certificate.Issuance;
import dev.reveille.certificate.ServedCertificates;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * {@code GET /v1/certificates/{name}?wait=20s}, as the hook asks it: chain and key. Held while the
 * first certificate of a host is issued.
 */
final class CertificateCall {
  /** Labels and settings change rarely, and what they change reaches the gateway by its poll. */
  private static final Duration REMEMBER_NONE = Duration.ofMinutes(1);

  /** An order that goes on ends some time soon, and then the gateway is told. */
  private static final Duration REMEMBER_LATE = Duration.ofSeconds(10);

  /** After a restart, labels are not known before the engine has been seen. */
  private static final Duration REMEMBER_UNSEEN = Duration.ofSeconds(1);

  private final ServedCertificates served;
  private final Optional<Issuance> issuance;
  private final Duration longestWait;
  private final InstantSource clock;

  /**
   * @param longestWait how long a handshake may wait for its first certificate
   */
  CertificateCall(ControlServer.CertificateParts parts, Duration longestWait, InstantSource clock) {
    this.clock = clock;
    this.served = parts.served();
    this.issuance = parts.issuance();
    this.longestWait = longestWait;
  }

  /**
   * What a handshake needs.
   *
   * @param certificate PEM, leaf first
   * @param key PEM, PKCS#8
   */
  record KeyedWire(String name, String id, boolean trusted, String certificate, String key) {
    static KeyedWire of(String name, Chosen chosen) {
      var certificate = chosen.certificate();
      return new KeyedWire(
          name, certificate.id(), chosen.trusted(), certificate.chainPem(), certificate.keyPem());
    }
  }

  void show(HttpServerExchange exchange) {
    String name = Query.pathPart(exchange, "name");
    Duration wait = Query.wait(exchange, longestWait);
    Optional<Chosen> chosen = served.find(name);
    if (chosen.isPresent()) {
      Reply.json(exchange, 200, KeyedWire.of(name, chosen.get()));
    } else if (!served.hasSeen()) {
      none(exchange, name, REMEMBER_UNSEEN);
    } else if (issuance.isEmpty() || wait.isZero() || !served.isClaimed(name)) {
      none(exchange, name, REMEMBER_NONE);
    } else {
      Hold.until(
          exchange,
          issuance.get().onDemand(name),
          wait,
          held -> answer(held, name, refusal(name)),
          held -> answer(held, name, REMEMBER_LATE));
    }
  }

  private void answer(HttpServerExchange exchange, String name, Duration remember) {
    Optional<Chosen> chosen = served.find(name);
    if (chosen.isPresent()) {
      Reply.json(exchange, 200, KeyedWire.of(name, chosen.get()));
    } else {
      none(exchange, name, remember);
    }
  }

  private Duration refusal(String name) {
    Duration until =
        issuance
            .map(it -> Duration.between(clock.instant(), it.refusedUntil(name)))
            .orElse(REMEMBER_NONE);
    return until.compareTo(REMEMBER_NONE) < 0 ? until : REMEMBER_NONE;
  }

  private static void none(HttpServerExchange exchange, String name, Duration remember) {
    String detail = "there is no certificate for \"%s\" but the one for everyone".formatted(name);
    Reply.problem(exchange, ProblemDocument.of(ProblemType.NO_SUCH_CERTIFICATE, detail), remember);
  }
}
