package dev.reveille.project;

import dev.reveille.concurrent.Durations;
import java.time.Duration;
import java.util.List;

/**
 * A command in a container had not ended when its time was over. It may go on: the engine has no
 * call that ends one.
 */
public final class CommandTimedOut extends EngineException {
  /**
   * @param container its name, {@code shop-web-1}
   */
  public CommandTimedOut(List<String> command, String container, Duration limit) {
    super(
        "command \"%s\" in container %s did not end within %s"
            .formatted(String.join(" ", command), container, Durations.text(limit)),
        null);
  }
}
