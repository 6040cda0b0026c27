package dev.reveille.cli;

import java.util.Optional;

/** The verbs about a host name: {@code lookup} and {@code wakeup}. */
final class HostVerbs {
  private static final int NOT_FOUND = 1;
  private static final int AUTOSTART_OFF = 2;

  private final Session session;

  HostVerbs(Session session) {
    this.session = session;
  }

  /** Prints where a host name leads. */
  int lookup(String host) {
    Optional<Json> found = find(host);
    found.ifPresent(it -> session.terminal().result(type(it) + " " + name(it)));
    return found.isPresent() ? 0 : NOT_FOUND;
  }

  /** Wakes what a host name leads to. */
  int wakeup(String host) {
    Optional<Json> found = find(host);
    if (found.isEmpty()) {
      return NOT_FOUND;
    }
    Json it = found.get();
    Log log = session.log(Verb.WAKEUP);
    String matched = type(it) + " " + name(it);
    log.say("Matched " + host + " to " + matched);
    if (it.at("state").text().equals("running")) {
      log.say(matched + " runs already.");
      return 0;
    }
    if (!it.at("autostart").isTrue()) {
      log.say("Skipping autostart for: " + matched + " (autostart is disabled)");
      return AUTOSTART_OFF;
    }
    return new StartVerb(session).wake(it.at("project").text(), type(it), name(it));
  }

  private Optional<Json> find(String host) {
    Log log = session.log(Verb.LOOKUP);
    log.begin();
    if (host.isBlank()) {
      log.error("Empty virtual host.");
      return Optional.empty();
    }
    Answer answer = session.api().get("/v1/hosts/" + ControlClient.part(host));
    if (answer.status() == 404) {
      log.error("No matching projects or containers found for virtual host '" + host + "'.");
      return Optional.empty();
    }
    Json found = answer.orFail();
    log.say(host + " belongs to " + name(found) + " (" + type(found) + ")");
    return Optional.of(found);
  }

  private static String type(Json host) {
    return host.at("container").isMissing() ? "project" : "container";
  }

  private static String name(Json host) {
    Json container = host.at("container");
    return (container.isMissing() ? host.at("project") : container).text();
  }
}
