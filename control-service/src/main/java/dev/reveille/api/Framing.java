package dev.reveille.api;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request whose end another party could see elsewhere (RFC 9112, section 6.3), and reads
 * nothing after it. Undertow refuses both headers at once, and either of them twice.
 */
final class Framing {
  private static final Pattern BYTES = Pattern.compile("\\d{1,18}");

  private Framing() {}

  static HttpHandler before(HttpHandler next) {
    return exchange -> {
      HeaderMap headers = exchange.getRequestHeaders();
      @Nullable String length = headers.getFirst(Headers.CONTENT_LENGTH);
      @Nullable String coding = headers.getFirst(Headers.TRANSFER_ENCODING);
      if (length != null && !BYTES.matcher(length).matches()) {
        refuse(exchange, "Content-Length: expected a number of bytes");
      } else if (coding != null && !coding.equalsIgnoreCase("chunked")) {
        refuse(exchange, "Transfer-Encoding: only chunked is understood");
      } else {
        next.handleRequest(exchange);
      }
    };
  }

  private static void refuse(HttpServerExchange exchange, String detail) {
    exchange.setPersistent(false);
    throw new MalformedRequest(detail);
  }
}
