package dev.reveille.cli;

import java.time.Instant;
import java.util.List;

/** {@code reap}: carries out what is due, or only shows the plan. */
final class ReapCommand {
  private static final String STAYS = "stays";

  private final Desk desk;
  private final Screen screen;

  ReapCommand(Desk desk) {
    this.desk = desk;
    this.screen = desk.screen();
  }

  int reap(boolean onlyPlan) {
    return onlyPlan ? plan() : carryOut();
  }

  private int plan() {
    Json plan = desk.result(desk.api().get("/v1/reap"));
    if (desk.asJson()) {
      return 0;
    }
    Instant now = Instant.parse(plan.at("at").text());
    Table table = new Table("WHAT", "NAME", "ACTION", "DUE", "REASON");
    plan.at("sleeps").all().forEach(it -> row(table, "sleep", it.at("project"), it, now));
    plan.at("projects").all().forEach(it -> row(table, "removal", it.at("project"), it, now));
    plan.at("orphans").all().forEach(it -> row(table, "directory", it.at("path"), it, now));
    if (table.isEmpty()) {
      screen.note("Nothing is planned.");
    } else {
      table.print(screen);
    }
    if (!plan.at("refused").isMissing()) {
      screen.note("Nothing is removed: " + plan.at("refused").text());
    }
    return 0;
  }

  private static void row(Table table, String what, Json name, Json planned, Instant now) {
    String action = planned.at("action").text();
    boolean isIdle = action.equals(STAYS) || action.equals("keep");
    table.row(
        Cell.of(what),
        Cell.strong(name.text()),
        new Cell(action, isIdle ? Tone.FAINT : Tone.WARNING),
        Cell.of(Moment.text(planned.at("due"), now)),
        Cell.of(planned.at("reason").text()));
  }

  private int carryOut() {
    int code = 0;
    for (Json planned : desk.api().get("/v1/reap").orFail().at("sleeps").all()) {
      if (!planned.at("action").text().equals(STAYS)) {
        code = Math.max(code, sleep(planned.at("project").text()));
      }
    }
    Json done = desk.result(desk.api().post("/v1/reap"));
    if (!desk.asJson()) {
      show(done);
    }
    return done.at("failed").all().isEmpty() ? code : 1;
  }

  /** What keeps it awake meanwhile is no failure. */
  private int sleep(String project) {
    screen.progress("Putting " + project + " to sleep");
    Answer answer = desk.api().post(Waking.path(project) + "/sleep?due=true");
    if (answer.isSuccess()) {
      if (!desk.asJson()) {
        screen.line("Put to sleep: " + project);
      }
      return 0;
    }
    screen.note(project + " stays awake: " + answer.problem());
    return answer.status() == 502 ? 1 : 0;
  }

  private void show(Json done) {
    if (!done.at("refused").isMissing()) {
      screen.note("Nothing is removed: " + done.at("refused").text());
    }
    lines("Announced", done.at("announced").all());
    lines("Not announced any more", done.at("undone").all());
    lines("Removed", done.at("removed").all());
    for (Json failed : done.at("failed").all()) {
      screen.note("Could not remove all of " + failed.text() + "; it is tried again.");
    }
  }

  private void lines(String what, List<Json> names) {
    names.forEach(name -> screen.line(what + ": " + name.text()));
  }
}
