package dev.reveille.cli;

import java.time.Duration;
import java.time.Instant;

/** {@code stats}: the columns of old. */
final class StatsVerb {
  private final Session session;
  private final Log log;

  StatsVerb(Session session) {
    this.session = session;
    this.log = session.log(Verb.STATS);
  }

  int stats() {
    log.begin();
    Json stats = session.api().get("/v1/stats").orFail();
    Instant now = Instant.parse(stats.at("at").text());
    for (Json project : stats.at("projects").all()) {
      log.say(
          "Project: "
              + project.at("name").text()
              + " | Created: "
              + age(project.at("created"), now)
              + " | Status: "
              + project.at("status").text()
              + " | Running: "
              + number(project.at("running"))
              + " | Active: "
              + number(project.at("active"))
              + " | Permanent: "
              + number(project.at("permanent"))
              + " | Dangling: "
              + number(project.at("dangling")));
    }
    summarize(stats.at("summary"));
    return 0;
  }

  private void summarize(Json summary) {
    log.say(
        "[summary] Total: "
            + summary.at("total").text()
            + " | Running: "
            + summary.at("running").text()
            + " | Active: "
            + summary.at("active").text()
            + " | Permanent: "
            + summary.at("permanent").text()
            + " | Dangling: "
            + summary.at("dangling").text());
  }

  private static String age(Json created, Instant now) {
    return created.isMissing()
        ? "unknown"
        : Age.text(Duration.between(Instant.parse(created.text()), now));
  }

  private static String number(Json is) {
    return is.isTrue() ? "1" : "0";
  }
}
