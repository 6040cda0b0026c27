package dev.reveille.cli;

import java.util.List;

/** {@code labels}: where a host leads, and why. */
final class LabelsCommand {
  private final Desk desk;
  private final Screen screen;

  LabelsCommand(Desk desk) {
    this.desk = desk;
    this.screen = desk.screen();
  }

  /** Returns 1 where nobody gets the host. */
  int explain(String host) {
    Answer answer = desk.api().get("/v1/hosts/" + ControlClient.part(host));
    boolean isNobodys = answer.status() == 404;
    if (desk.asJson()) {
      screen.json(answer.text());
    }
    Json found = isNobodys ? answer.body() : answer.orFail();
    List<Json> candidates = found.at("candidates").all();
    if (!desk.asJson()) {
      if (!isNobodys) {
        winner(found);
      }
      table(candidates);
    }
    if (isNobodys) {
      screen.note(nobody(host, candidates));
    }
    return isNobodys ? 1 : 0;
  }

  private void winner(Json host) {
    Tone tone = host.at("state").text().equals("running") ? Tone.GOOD : Tone.FAINT;
    String wakes = host.at("autostart").isTrue() ? "" : ", and visits do not wake it";
    screen.line(
        Cell.strong(host.at("host").text()),
        Cell.of(" leads to project "),
        Cell.strong(host.at("project").text()),
        Cell.of(", service " + host.at("service").text() + " ("),
        new Cell(host.at("state").text(), tone),
        Cell.of(wakes + ")"));
    screen.blank();
  }

  private void table(List<Json> candidates) {
    if (candidates.isEmpty()) {
      return;
    }
    Table table = new Table("", "PATTERN", "PROJECT", "SERVICE", "CONTAINER", "WHY");
    for (Json it : candidates) {
      boolean wins = it.at("wins").isTrue();
      table.row(
          wins ? new Cell("wins", Tone.GOOD) : new Cell("loses", Tone.FAINT),
          Cell.strong(it.at("pattern").text()),
          Cell.of(it.at("project").text()),
          Cell.of(it.at("service").text()),
          Cell.of(it.at("container").text()),
          Cell.of(it.at("reason").text()));
    }
    table.print(screen);
  }

  private static String nobody(String host, List<Json> candidates) {
    return candidates.isEmpty()
        ? "Nobody claims " + host + ": no container's label reveille.host covers it."
        : "Nobody gets " + host + ", as the labels of those who claim it are wrong.";
  }
}
