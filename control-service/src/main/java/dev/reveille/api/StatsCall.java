package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.project.EngineException;
import dev.reveille.reap.Removals;
import dev.reveille.reap.Sleeps;
import dev.reveille.reap.Stats;
import dev.reveille.reap.Stats.OfProject;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/stats}: who runs, is in use, permanent, or dangling; asked of the engine. */
final class StatsCall implements HttpHandler {
  private final Sleeps sleeps;
  private final Removals removals;
  private final InstantSource clock;

  StatsCall(Sleeps sleeps, Removals removals, InstantSource clock) {
    this.sleeps = sleeps;
    this.removals = removals;
    this.clock = clock;
  }

  /** The answer; {@code at} is when it was so. */
  record StatsWire(String at, List<ProjectWire> projects, SummaryWire summary) {
    static StatsWire from(Stats stats, Instant at) {
      return new StatsWire(
          at.toString(),
          stats.projects().stream().map(ProjectWire::from).toList(),
          SummaryWire.from(stats));
    }
  }

  /** One project; the words are those of {@link OfProject}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ProjectWire(
      String name,
      @Nullable String created,
      String status,
      boolean running,
      boolean active,
      boolean permanent,
      boolean dangling) {
    static ProjectWire from(OfProject project) {
      return new ProjectWire(
          project.name(),
          project.created().map(Instant::toString).orElse(null),
          project.status(),
          project.running(),
          project.active(),
          project.permanent(),
          project.dangling());
    }
  }

  /** How many of each there are. */
  record SummaryWire(long total, long running, long active, long permanent, long dangling) {
    static SummaryWire from(Stats stats) {
      return new SummaryWire(
          stats.projects().size(),
          stats.count(OfProject::running),
          stats.count(OfProject::active),
          stats.count(OfProject::permanent),
          stats.count(OfProject::dangling));
    }
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    Blocking.run(exchange, () -> answer(exchange));
  }

  private void answer(HttpServerExchange exchange) {
    try {
      Stats stats = removals.stats(sleeps.idle());
      Reply.json(exchange, 200, StatsWire.from(stats, clock.instant()));
    } catch (EngineException e) {
      String detail = "no statistics: " + e.getMessage();
      Reply.problem(exchange, ProblemDocument.of(ProblemType.ENGINE_UNREACHABLE, detail));
    }
  }
}
