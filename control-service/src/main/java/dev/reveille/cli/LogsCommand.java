package dev.reveille.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code logs}: what has happened, one event in each line. */
final class LogsCommand {
  private final Desk desk;
  private int count;

  LogsCommand(Desk desk) {
    this.desk = desk;
  }

  int show(boolean isFollowing) {
    desk.api().follow("/v1/events?follow=" + isFollowing, (_, data) -> tell(data));
    if (isFollowing) {
      throw new CommandFailed("the control service ended the stream; is it stopping?");
    }
    if (count == 0) {
      desk.screen().note("Nothing has happened since the control service started.");
    }
    return 0;
  }

  private boolean tell(String data) throws IOException {
    count++;
    if (desk.asJson()) {
      desk.screen().json(data);
      return true;
    }
    Json event = Json.read(data.getBytes(StandardCharsets.UTF_8));
    String kind = event.at("kind").text();
    Tone tone = kind.endsWith("failed") ? Tone.BAD : Tone.PLAIN;
    desk.screen()
        .line(
            Cell.faint(Moment.whole(event.at("time")) + "  "),
            new Cell(kind + "  ", tone),
            Cell.strong(event.at("subject").text()),
            Cell.of("  " + event.at("text").text()));
    return true;
  }
}
