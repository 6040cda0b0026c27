package dev.reveille.cli;

import java.time.Duration;
import java.time.Instant;

/** {@code stop}: puts to sleep what is due. */
final class StopVerb {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /** Containers take as long as their stop time-outs allow. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Session session;
  private final Log log;

  StopVerb(Session session) {
    this.session = session;
    this.log = session.log(Verb.STOP);
  }

  /** Returns 1 where the engine failed; what stays awake for a reason is no failure. */
  int stop() {
    log.begin();
    int code = 0;
    for (Json planned : session.api().get("/v1/reap").orFail().at("sleeps").all()) {
      if (!planned.at("action").text().equals("stays")) {
        code = Math.max(code, stop(planned.at("project").text()));
      }
    }
    return code;
  }

  private int stop(String project) {
    log.say("Stopping inactive project: " + project + "...");
    Answer answer = session.api().post(Waking.path(project) + "/sleep?due=true");
    return switch (answer.status()) {
      case 404 -> 0;
      case 409 -> stayed(project, answer.problem());
      case 502 -> failed(project, answer.problem());
      default -> {
        answer.orFail();
        yield 0;
      }
    };
  }

  /** It may be that the control service is doing it already. */
  private int stayed(String project, String reason) {
    Instant begun = session.timer().instant();
    String state = state(project);
    while (state.equals("falling-asleep") && !session.timer().left(begun, LIMIT).isZero()) {
      session.pause(BETWEEN_LOOKS);
      state = state(project);
    }
    if (!state.equals("asleep") && !state.isEmpty()) {
      log.say(project + " stays awake. " + reason);
    }
    return 0;
  }

  private int failed(String project, String reason) {
    log.error("Could not stop " + project + ". " + reason);
    return 1;
  }

  private String state(String project) {
    Answer answer = session.api().get(Waking.path(project));
    return answer.status() == 404 ? "" : answer.orFail().at("state").text();
  }
}
