package dev.reveille.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code status}: how everything stands, on one screen. */
final class StatusScreen {
  private static final String LABEL_WIDTH = "                ";

  /** In the order of a project's life; others follow as they come. */
  private static final List<String> STATES =
      List.of("running", "starting", "waking", "falling-asleep", "asleep");

  private final Desk desk;
  private final Screen screen;

  StatusScreen(Desk desk) {
    this.desk = desk;
    this.screen = desk.screen();
  }

  int show() {
    Json status = desk.result(desk.api().get("/v1/status"));
    if (!desk.asJson()) {
      show(status, Instant.parse(status.at("at").text()));
    }
    return 0;
  }

  private void show(Json status, Instant now) {
    service(status);
    engine(status.at("ready"), now);
    gateways(status.at("gateways").all(), now);
    projects(status.at("projects"));
    sleeps(status.at("sleeps").all(), now);
    Json certificates = status.at("certificates");
    List<Json> attention = certificates.at("attention").all();
    line(
        "Certificates",
        Cell.of(
            certificates.at("shown").text()
                + " shown, "
                + (attention.isEmpty() ? "none needs attention" : "look at")));
    attention.forEach(
        it -> more(Tone.WARNING, it.at("name").text() + ": " + it.at("reason").text()));
    List<Json> problems = status.at("problems").all();
    line("Problems", problems.isEmpty() ? Cell.of("none") : bad(problems.size() + ""));
    problems.forEach(it -> more(Tone.WARNING, it.text()));
  }

  private void service(Json status) {
    String state = status.at("ready").at("status").text();
    Tone tone = state.equals("ready") ? Tone.GOOD : Tone.WARNING;
    line(
        "Service",
        new Cell(state, tone),
        Cell.of(", version " + status.at("version").text() + " at " + desk.api().address()));
  }

  private void engine(Json ready, Instant now) {
    String engine = ready.at("engine").text();
    if (engine.equals("reachable")) {
      line("Engine", new Cell("reachable", Tone.GOOD));
      return;
    }
    String since = Moment.text(ready.at("since"), now);
    line("Engine", bad(engine), Cell.of(since.isEmpty() ? "" : ", since " + since));
    if (!ready.at("reason").isMissing()) {
      more(Tone.PLAIN, ready.at("reason").text());
    }
  }

  private void gateways(List<Json> gateways, Instant now) {
    if (gateways.isEmpty()) {
      line("Gateway", bad("none has reported for a minute"), Cell.of("; see reveille doctor"));
    }
    for (Json gateway : gateways) {
      String behind = gateway.at("behind").text();
      String table =
          switch (behind) {
            case "" -> "without routes of this start";
            case "0" -> "in step";
            default -> behind + " route tables behind";
          };
      Tone tone = behind.equals("0") ? Tone.GOOD : Tone.WARNING;
      String reported = ", reported " + Moment.text(gateway.at("lastReport"), now);
      line(
          "Gateway",
          new Cell(table, tone),
          Cell.of(reported),
          Cell.faint(" (" + gateway.at("id").text() + ")"));
    }
  }

  private void projects(Json counts) {
    List<String> parts = new ArrayList<>();
    for (String state : STATES) {
      Json count = counts.at(state);
      if (!count.isMissing()) {
        parts.add(count.text() + " " + state.replace('-', ' '));
      }
    }
    line("Projects", Cell.of(parts.isEmpty() ? "none" : String.join(", ", parts)));
  }

  private void sleeps(List<Json> sleeps, Instant now) {
    if (sleeps.isEmpty()) {
      line("Next to sleep", Cell.of("none"));
    }
    String label = "Next to sleep";
    for (Json planned : sleeps) {
      line(
          label,
          Cell.strong(planned.at("project").text()),
          Cell.of(" " + Moment.text(planned.at("due"), now) + ": " + planned.at("reason").text()));
      label = "";
    }
  }

  private static Cell bad(String text) {
    return new Cell(text, Tone.BAD);
  }

  private void line(String label, Cell... rest) {
    Cell[] parts = new Cell[rest.length + 1];
    parts[0] = Cell.faint((label + LABEL_WIDTH).substring(0, LABEL_WIDTH.length()));
    System.arraycopy(rest, 0, parts, 1, rest.length);
    screen.line(parts);
  }

  /** Below the last one. */
  private void more(Tone tone, String text) {
    screen.line(Cell.of(LABEL_WIDTH), new Cell(text, tone));
  }
}
