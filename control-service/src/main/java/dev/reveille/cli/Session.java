package dev.reveille.cli;

import dev.reveille.concurrent.Timer;
import java.time.Duration;

/** What a verb works with. */
record Session(ControlClient api, Terminal terminal, Timer timer) {
  Log log(Verb verb) {
    return new Log(verb, terminal);
  }

  void pause(Duration time) {
    pause(timer, time);
  }

  static void pause(Timer timer, Duration time) {
    try {
      timer.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted", e);
    }
  }
}
