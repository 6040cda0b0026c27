package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.activity.Activity;
import dev.reveille.project.Project;
import dev.reveille.reap.SleepOutcome;
import dev.reveille.reap.Sleeps;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/projects/{name}/sleep} and {@code …/keep-awake}. */
final class SleepCalls {
  /** Whoever wants more writes the label. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Sleeps sleeps;
  private final Activity activity;
  private final InstantSource clock;

  SleepCalls(Sleeps sleeps, Activity activity, InstantSource clock) {
    this.sleeps = sleeps;
    this.activity = activity;
    this.clock = clock;
  }

  /** That it sleeps. */
  record AsleepWire(String name, String state) {}

  /** Until when it is kept awake, if it is. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record KeptAwakeWire(String name, @Nullable String keptAwakeUntil) {}

  /** Puts it to sleep now, with {@code ?due=true} only if that is due; answers when it sleeps. */
  void sleep(HttpServerExchange exchange, Project project) {
    Blocking.run(exchange, () -> sleepNow(exchange, project));
  }

  /** {@code ?for=2h}: keeps it from sleeping for so long; {@code 0} ends that. */
  void keepAwake(HttpServerExchange exchange, Project project) {
    Duration time =
        Query.duration(exchange, "for")
            .orElseThrow(() -> Query.malformed("for", "it is missing; write a duration, as 2h"));
    if (time.compareTo(LONGEST) > 0) {
      throw Query.malformed("for", "longer than a year; the label reveille.idle=off is for ever");
    } else if (time.isZero()) {
      activity.letSleep(project.name());
      Reply.json(exchange, 200, new KeptAwakeWire(project.name(), null));
    } else {
      Instant until = clock.instant().plus(time);
      activity.keepAwake(project.name(), until);
      Reply.json(exchange, 200, new KeptAwakeWire(project.name(), until.toString()));
    }
  }

  private void sleepNow(HttpServerExchange exchange, Project project) {
    boolean onlyIfDue = Query.isTrue(exchange, "due");
    try {
      switch (onlyIfDue ? sleeps.sleepIfDue(project) : sleeps.sendToSleep(project)) {
        case SleepOutcome.Asleep() ->
            Reply.json(exchange, 200, new AsleepWire(project.name(), "asleep"));
        case SleepOutcome.Awake(var reason) -> refuse(exchange, ProblemType.STAYS_AWAKE, reason);
        case SleepOutcome.Failed(var reason) -> refuse(exchange, ProblemType.SLEEP_FAILED, reason);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refuse(exchange, ProblemType.SLEEP_FAILED, "the control service is stopping");
    }
  }

  private static void refuse(HttpServerExchange exchange, ProblemType type, String detail) {
    Reply.problem(exchange, ProblemDocument.of(type, detail));
  }
}
