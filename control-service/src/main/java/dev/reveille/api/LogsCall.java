package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.project.ContainerEngine;
import dev.reveille.project.EngineException;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/projects/{name}/logs?lines=50}: what its containers printed last. */
final class LogsCall {
  private static final int LINES = 50;
  private static final int MOST = 500;

  private final ContainerEngine engine;

  LogsCall(ContainerEngine engine) {
    this.engine = engine;
  }

  /** By container. */
  record LogsWire(List<LogWire> containers) {}

  /**
   * What a container printed.
   *
   * @param lines oldest first, control characters left out
   * @param error why there are none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LogWire(String name, String service, List<String> lines, @Nullable String error) {}

  void answer(HttpServerExchange exchange, Project project) {
    int lines = Query.count(exchange, "lines", MOST).orElse(LINES);
    Blocking.run(
        exchange,
        () ->
            Reply.json(
                exchange,
                200,
                new LogsWire(project.members().stream().map(it -> read(it, lines)).toList())));
  }

  private LogWire read(Member member, int lines) {
    try {
      List<String> read = engine.lastLogLines(member.id(), lines);
      return new LogWire(member.name(), member.service(), read, null);
    } catch (EngineException e) {
      return new LogWire(member.name(), member.service(), List.of(), e.getMessage());
    }
  }
}
