package dev.reveille.api;

import io.undertow.server.HttpServerExchange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code /v1/problems}: what the types of problem documents mean. */
final class ProblemCalls {
  private ProblemCalls() {}

  /** A type; {@code advice} is what whoever gets it can do. */
  record TypeWire(String type, String title, int status, String meaning, String advice) {
    static TypeWire from(ProblemType type) {
      return new TypeWire(type.uri(), type.title(), type.status(), type.meaning(), type.advice());
    }
  }

  /** All types. */
  record TypesWire(List<TypeWire> problems) {}

  /** {@code GET /v1/problems} */
  static void list(HttpServerExchange exchange) {
    List<TypeWire> all = Arrays.stream(ProblemType.values()).map(TypeWire::from).toList();
    Reply.json(exchange, 200, new TypesWire(all));
  }

  /** {@code GET /v1/problems/{name}} */
  static void show(HttpServerExchange exchange) {
    String name = Query.pathPart(exchange, "name");
    Optional<ProblemType> type = ProblemType.find(name);
    if (type.isPresent()) {
      Reply.json(exchange, 200, TypeWire.from(type.get()));
    } else {
      String detail = "no problem is called \"%s\"; GET /v1/problems lists them".formatted(name);
      Reply.problem(exchange, ProblemDocument.of(ProblemType.NO_SUCH_PROBLEM, detail));
    }
  }
}
