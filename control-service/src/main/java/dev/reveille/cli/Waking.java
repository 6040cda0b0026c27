package dev.reveille.cli;

import dev.reveille.concurrent.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Has a project woken, and follows that until it answers. */
final class Waking {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /** As long as WAKE_TIMEOUT can be. */
  private static final Duration LIMIT = Duration.ofHours(1);

  private final ControlClient api;
  private final Timer timer;
  private final Listener listener;
  private final Map<String, String> told = new HashMap<>();

  /** Hears how far it is. */
  interface Listener {
    void say(String text);

    void error(String text);
  }

  Waking(ControlClient api, Timer timer, Listener listener) {
    this.api = api;
    this.timer = timer;
    this.listener = listener;
  }

  static String path(String project) {
    return "/v1/projects/" + ControlClient.part(project);
  }

  /** Returns the exit code once it answers, or has failed. */
  int wake(String project) {
    Instant begun = timer.instant();
    tell(api.post(path(project) + "/wake").orFail());
    Json now = look(project);
    while (now.at("state").text().equals("waking")) {
      if (timer.left(begun, LIMIT).isZero()) {
        throw new CommandFailed("%s is still being woken after an hour".formatted(project));
      }
      tell(now.at("wake"));
      Session.pause(timer, BETWEEN_LOOKS);
      now = look(project);
    }
    return end(project, now);
  }

  private Json look(String project) {
    return api.get(path(project)).orFail();
  }

  private void tell(Json wake) {
    Json place = wake.at("queuePosition");
    if (!place.isMissing()) {
      tell("", "Other projects wake first; its place is " + place.text());
    }
    for (Json step : wake.at("steps").all()) {
      tell(step.at("service").text(), step.at("state").text());
    }
  }

  /** What has changed. */
  private void tell(String service, String state) {
    if (!state.equals(told.put(service, state))) {
      listener.say(service.isEmpty() ? state : service + ": " + state);
    }
  }

  private int end(String project, Json now) {
    Json wake = now.at("lastWake");
    tell(wake);
    int failed = 0;
    for (Json outcome : wake.at("outcomes").all()) {
      if (!outcome.at("result").text().equals("ready")) {
        failed = 1;
        listener.error("Could not start " + project + ": " + outcome.at("reason").text());
        outcome.at("logLines").all().forEach(line -> listener.say("| " + line.text()));
      }
    }
    if (failed == 0) {
      listener.say("Started " + project + " in " + wake.at("took").text() + ".");
    }
    return failed;
  }
}
