package dev.reveille.api;

import dev.reveille.certificate.ImportedCertificates;
import io.undertow.server.HttpServerExchange;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code PUT /v1/certificates/{name}}: a certificate of one's own, handed over with its key. */
final class ImportCalls {
  private static final Logger log = LoggerFactory.getLogger(ImportCalls.class);

  /** A chain of RSA certificates has some 10 KiB. */
  private static final int BODY_BYTES = 256 * 1024;

  private final ControlServer.CertificateParts parts;
  private final BiConsumer<HttpServerExchange, String> show;

  /**
   * @param show answers with how a name's certificate stands
   */
  ImportCalls(ControlServer.CertificateParts parts, BiConsumer<HttpServerExchange, String> show) {
    this.parts = parts;
    this.show = show;
  }

  /**
   * The request.
   *
   * @param certificate PEM, the leaf first
   * @param key PEM, without passphrase
   */
  record PairWire(@Nullable String certificate, @Nullable String key) {}

  void put(HttpServerExchange exchange) {
    String name = Query.pathPart(exchange, "name").toLowerCase(Locale.ROOT);
    JsonBody.receive(
        exchange,
        BODY_BYTES,
        PairWire.class,
        pair -> Blocking.run(exchange, () -> keep(exchange, name, pair)));
  }

  /** Whether there was one to remove. */
  boolean remove(String name) {
    boolean isRemoved = imported().remove(name);
    if (isRemoved) {
      log.info("Removed imported certificate name={}", name);
      parts.served().update();
    }
    return isRemoved;
  }

  private void keep(HttpServerExchange exchange, String name, PairWire pair) {
    if (pair.certificate() == null || pair.key() == null) {
      refuse(exchange, ProblemType.MALFORMED_REQUEST, "certificate and key have to be there");
      return;
    }
    try {
      var kept = imported().keep(name, pair.certificate(), pair.key());
      log.info("Imported certificate name={} expires={}", name, kept.notAfter());
      parts.served().update();
      show.accept(exchange, name);
    } catch (IllegalArgumentException e) {
      String detail = "not imported for %s: %s".formatted(name, e.getMessage());
      refuse(exchange, ProblemType.CERTIFICATE_REFUSED, detail);
    } catch (UncheckedIOException e) {
      log.error("Could not import certificate name={}", name, e);
      refuse(exchange, ProblemType.NOT_STORED, String.valueOf(e.getMessage()));
    }
  }

  private ImportedCertificates imported() {
    return parts.imported();
  }

  private static void refuse(HttpServerExchange exchange, ProblemType type, String detail) {
    Reply.problem(exchange, ProblemDocument.of(type, detail));
  }
}
