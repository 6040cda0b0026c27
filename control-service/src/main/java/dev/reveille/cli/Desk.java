package dev.reveille.cli;

import dev.reveille.concurrent.Timer;
import java.time.Instant;

/**
 * What a command works with.
 *
 * @param asJson whether results are printed as the control service sends them
 */
record Desk(
    ControlClient api, Screen screen, Timer timer, Environment environment, boolean asJson) {
  Instant now() {
    return timer.instant();
  }

  /**
   * What came of a call; for programs it is printed whatever it is, a refusal too.
   *
   * @throws CommandFailed with what the control service says, where it refused
   */
  Json result(Answer answer) {
    if (asJson && !answer.text().isEmpty()) {
      screen.json(answer.text());
    }
    return answer.orFail();
  }
}
