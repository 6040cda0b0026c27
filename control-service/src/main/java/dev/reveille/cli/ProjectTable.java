package dev.reveille.cli;

import java.time.Instant;
import java.util.List;

/** {@code projects}: one line for each. */
final class ProjectTable {
  private final Desk desk;

  ProjectTable(Desk desk) {
    this.desk = desk;
  }

  int show() {
    List<Json> projects = desk.result(desk.api().get("/v1/projects")).at("projects").all();
    if (desk.asJson()) {
      return 0;
    }
    if (projects.isEmpty()) {
      desk.screen().note("There are no projects: no container has the label reveille.host.");
      return 0;
    }
    Table table = new Table("PROJECT", "STATE", "LAST USE", "SLEEPS", "HOSTS");
    projects.forEach(project -> table.row(row(project, desk.now())));
    table.print(desk.screen());
    projects.forEach(this::problems);
    return 0;
  }

  private static Cell[] row(Json project, Instant now) {
    return new Cell[] {
      Cell.strong(project.at("name").text()),
      state(project.at("state").text()),
      Cell.of(Moment.text(project.at("lastUse"), now)),
      Cell.of(sleeps(project, now)),
      Cell.of(String.join(" ", project.at("hosts").all().stream().map(Json::text).toList()))
    };
  }

  static Cell state(String state) {
    Tone tone =
        switch (state) {
          case "running" -> Tone.GOOD;
          case "asleep" -> Tone.FAINT;
          default -> Tone.WARNING;
        };
    return new Cell(state.replace('-', ' '), tone);
  }

  /** When, or what keeps it awake; nothing for one that sleeps. */
  private static String sleeps(Json project, Instant now) {
    Json kept = project.at("keptAwakeUntil");
    if (!kept.isMissing()) {
      return "kept awake, ends " + Moment.text(kept, now);
    }
    Json sleep = project.at("sleep");
    Json due = sleep.at("due");
    return due.isMissing() ? sleep.at("reason").text() : Moment.text(due, now);
  }

  private void problems(Json project) {
    for (Json problem : project.at("problems").all()) {
      desk.screen()
          .line(
              new Cell("problem", Tone.WARNING),
              Cell.of("  project " + project.at("name").text() + ": " + problem.text()));
    }
  }
}
