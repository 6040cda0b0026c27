package dev.reveille.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a caller sends. Nothing is guessed: {@code "true"} is no boolean, and a field that a
 * record does not have is refused, unless the record says that it passes them over.
 */
final class JsonBody {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

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
        (received, bytes) -> guarded(received, () -> then.accept(read(bytes, type))),
        (received, e) -> guarded(received, () -> unread(received, limit, e)));
  }

  private static <T> T read(byte[] bytes, Class<T> type) {
    @Nullable T body;
    try {
      body = STRICT.readValue(bytes, type);
    } catch (JsonProcessingException e) {
      throw new MalformedRequest(JsonMistake.of(e), e);
    } catch (IOException e) {
      throw new MalformedRequest("the body can't be read: " + e.getMessage(), e);
    }
    if (body == null) {
      throw new MalformedRequest("$: expected an object, and it is null");
    }
    return body;
  }

  private static void unread(HttpServerExchange exchange, int limit, IOException e) {
    if (e instanceof Receiver.RequestToLargeException) {
      String detail = "the body has more than %d bytes".formatted(limit);
      Reply.problem(exchange, ProblemDocument.of(ProblemType.BODY_TOO_LARGE, detail));
    } else {
      throw new MalformedRequest("the body did not arrive: " + e.getMessage(), e);
    }
  }

  /** The receiver calls back when the body is there, which may be long after the call began. */
  private static void guarded(HttpServerExchange exchange, Runnable call) {
    try {
      Guard.run(exchange, _ -> call.run());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
