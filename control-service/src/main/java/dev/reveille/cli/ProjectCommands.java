package dev.reveille.cli;

import dev.reveille.concurrent.Durations;

/** {@code wake}, {@code sleep} and {@code keep-awake}. */
final class ProjectCommands {
  private static final String OFF = "off";

  private final Desk desk;
  private final Screen screen;

  ProjectCommands(Desk desk) {
    this.desk = desk;
    this.screen = desk.screen();
  }

  /** Wakes a project, or what a host leads to, and waits until it answers. */
  int wake(String projectOrHost) {
    Json before = find(projectOrHost);
    String project = before.at("name").text();
    int code = 0;
    if (before.at("state").text().equals("running")) {
      screen.note(project + " runs already.");
    } else {
      code = new Waking(desk.api(), desk.timer(), new Told(screen)).wake(project);
    }
    if (desk.asJson()) {
      desk.result(desk.api().get(Waking.path(project)));
    } else if (code == 0) {
      screen.line(Cell.strong(project), Cell.of(" runs."));
    }
    return code;
  }

  int sleep(String project) {
    desk.result(desk.api().post(Waking.path(project) + "/sleep"));
    if (!desk.asJson()) {
      screen.line(Cell.strong(project), Cell.of(" sleeps."));
    }
    return 0;
  }

  int keepAwake(String project, String time) {
    boolean isOff = time.equals(OFF);
    if (!isOff) {
      check(time);
    }
    String path = Waking.path(project) + "/keep-awake?for=" + (isOff ? "0" : time);
    Json until = desk.result(desk.api().post(path)).at("keptAwakeUntil");
    if (!desk.asJson()) {
      String text =
          until.isMissing()
              ? " may sleep again."
              : " is kept awake until " + Moment.whole(until) + ", which is in " + time + ".";
      screen.line(Cell.strong(project), Cell.of(text));
    }
    return 0;
  }

  private static void check(String time) {
    try {
      if (!Durations.parse(time).isZero()) {
        return;
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw new UsageWrong(
        "\"%s\" is no time to keep a project awake; write 30m, 2h, 7d, or off".formatted(time));
  }

  private Json find(String projectOrHost) {
    Answer project = desk.api().get(Waking.path(projectOrHost));
    if (project.status() != 404) {
      return project.orFail();
    }
    Answer host = desk.api().get("/v1/hosts/" + ControlClient.part(projectOrHost));
    if (host.status() == 404) {
      throw new CommandFailed(
          ("there is no project \"%1$s\", and no container claims the host %1$s; \"reveille"
                  + " projects\" lists them")
              .formatted(projectOrHost));
    }
    return desk.api().get(Waking.path(host.orFail().at("project").text())).orFail();
  }

  /** The steps of a wake, on stderr. */
  private record Told(Screen screen) implements Waking.Listener {
    @Override
    public void say(String text) {
      screen.progress(text);
    }

    @Override
    public void error(String text) {
      screen.note(text);
    }
  }
}
