package dev.reveille.api;

import dev.reveille.activity.Activity;
import dev.reveille.concurrent.Durations;
import dev.reveille.project.Project;
import dev.reveille.reap.SleepOutcome;
import dev.reveille.reap.Sleeps;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

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

  /** Puts it to sleep now, with {@code ?due=true} only if that is due; answers when it sleeps. */
  void sleep(HttpServerExchange exchange, Project project) {
    Blocking.run(exchange, () -> sleepNow(exchange, project));
  }

  /** {@code ?for=2h}: keeps it from sleeping for so long; {@code 0} ends that. */
  void keepAwake(HttpServerExchange exchange, Project project) {
    Duration time;
    try {
      time = Durations.parse(Query.parameter(exchange, "for").orElse(""));
    } catch (IllegalArgumentException e) {
      refuse(exchange, ProblemType.MALFORMED_REQUEST, "query parameter for: " + e.getMessage());
      return;
    }
    if (time.compareTo(LONGEST) > 0) {
      String detail =
          "query parameter for: longer than a year; the label reveille.idle=off is for ever";
      refuse(exchange, ProblemType.MALFORMED_REQUEST, detail);
    } else if (time.isZero()) {
      activity.letSleep(project.name());
      Reply.json(exchange, 200, Map.of("name", project.name()));
    } else {
      Instant until = clock.instant().plus(time);
      activity.keepAwake(project.name(), until);
      Reply.json(exchange, 200, Map.of("name", project.name(), "keptAwakeUntil", until.toString()));
    }
  }

  private void sleepNow(HttpServerExchange exchange, Project project) {
    boolean onlyIfDue = Query.isTrue(exchange, "due");
    try {
      switch (onlyIfDue ? sleeps.sleepIfDue(project) : sleeps.sendToSleep(project)) {
        case SleepOutcome.Asleep() ->
            Reply.json(exchange, 200, Map.of("name", project.name(), "state", "asleep"));
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
