package dev.reveille.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what a caller sends. */
final class JsonBody {
  private JsonBody() {}

  /**
   * Hands the whole body on as a record; a caller whose body can't be read is told why.
   *
   * @param limit in bytes
   */
  static <T> void receive(HttpServerExchange exchange, int limit, Class<T> type, Consumer<T> then) {
    Receiver receiver = exchange.getRequestReceiver();
    receiver.setMaxBufferSize(limit);
    receiver.receiveFullBytes(
        (received, bytes) -> read(received, bytes, type, then),
        (received, e) -> unread(received, limit, e));
  }

  private static <T> void read(
      HttpServerExchange exchange, byte[] bytes, Class<T> type, Consumer<T> then) {
    @Nullable T body;
    try {
      body = Reply.JSON.readValue(bytes, type);
    } catch (JsonProcessingException e) {
      malformed(exchange, "the body is not the expected JSON: " + e.getOriginalMessage());
      return;
    } catch (IOException e) {
      malformed(exchange, "the body can't be read: " + e.getMessage());
      return;
    }
    if (body == null) {
      malformed(exchange, "the body is null");
      return;
    }
    then.accept(body);
  }

  private static void unread(HttpServerExchange exchange, int limit, IOException e) {
    if (e instanceof Receiver.RequestToLargeException) {
      String detail = "the body has more than %d bytes".formatted(limit);
      Reply.problem(exchange, ProblemDocument.of(ProblemType.BODY_TOO_LARGE, detail));
    } else {
      malformed(exchange, "the body did not arrive: " + e.getMessage());
    }
  }

  private static void malformed(HttpServerExchange exchange, String detail) {
    Reply.problem(exchange, ProblemDocument.of(ProblemType.MALFORMED_REQUEST, detail));
  }
}
