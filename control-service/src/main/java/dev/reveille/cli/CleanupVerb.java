package dev.reveille.cli;

import java.util.List;

/** {@code cleanup}: removes what is due, and says what waits, what stays, and why. */
final class CleanupVerb {
  private final Session session;
  private final Log log;

  CleanupVerb(Session session) {
    this.session = session;
    this.log = session.log(Verb.CLEANUP);
  }

  /** Returns 1 where something could not be removed, or nothing could be planned. */
  int cleanup() {
    log.begin();
    Json done = carryOut(plan());
    boolean isAnnounced = !done.at("announced").all().isEmpty();
    if (isAnnounced && hasRemovals(plan())) {
      done = carryOut(plan()); // without a grace an announcement is due at once
    }
    Json plan = plan();
    if (!done.at("refused").isMissing()) {
      log.say("Nothing is removed: " + done.at("refused").text());
      return plan.at("refused").isMissing() ? 0 : 1;
    }
    plan.at("projects").all().forEach(it -> explain(it, "project " + it.at("project").text()));
    plan.at("orphans").all().forEach(it -> explain(it, "directory " + it.at("path").text()));
    List<Json> failed = done.at("failed").all();
    failed.forEach(it -> log.error("Could not remove all of " + it.text() + "; trying again."));
    return failed.isEmpty() ? 0 : 1;
  }

  private Json plan() {
    return session.api().get("/v1/reap").orFail();
  }

  private Json carryOut(Json plan) {
    for (Json project : plan.at("projects").all()) {
      if (isRemoved(project)) {
        log.say("Removing dangling project: " + project.at("project").text() + "...");
        Json directory = project.at("directory").at("name");
        if (!directory.isMissing()) {
          log.say("Removing directory: " + directory.text() + "...");
        }
      }
    }
    for (Json orphan : plan.at("orphans").all()) {
      if (isRemoved(orphan)) {
        log.say("Removing orphan directory: " + orphan.at("path").text() + "...");
      }
    }
    return session.api().post("/v1/reap").orFail();
  }

  private static boolean hasRemovals(Json plan) {
    return plan.at("projects").all().stream().anyMatch(CleanupVerb::isRemoved)
        || plan.at("orphans").all().stream().anyMatch(CleanupVerb::isRemoved);
  }

  private static boolean isRemoved(Json planned) {
    return planned.at("action").text().equals("remove");
  }

  /** What is only too young is not worth a line. */
  private void explain(Json planned, String what) {
    String reason = planned.at("reason").text();
    Json due = planned.at("due");
    if (!planned.at("action").text().equals("keep")) {
      String when = due.isMissing() ? "" : " is removed after " + due.text() + " unless used";
      log.say("Announced: " + what + when + ": " + reason);
    } else if (due.isMissing()) {
      log.say("Keeping " + what + ": " + reason);
    }
  }
}
