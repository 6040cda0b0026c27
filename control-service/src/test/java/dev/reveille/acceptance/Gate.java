package dev.reveille.acceptance;

import dev.reveille.testing.Eventually;
import dev.reveille.testing.NewContainer;

/** Containers that get ready when the test says so, and not before. */
final class Gate {
  private static final String IS_OPEN = "test -e /tmp/open";
  private static final String UNTIL_OPEN = "until " + IS_OPEN + "; do usleep 50000; done; ";

  private Gate() {}

  /** Runs, and is healthy when it is opened. */
  static NewContainer healthyWhenOpened(NewContainer container) {
    return container
        .health(IS_OPEN)
        .option("--health-interval", "200ms")
        .option("--health-retries", "1000")
        .shell("exec sleep 1000");
  }

  /** Runs the rest of a script when it is opened; {@code exec /app} listens. */
  static NewContainer whenOpened(NewContainer container, String script) {
    return container.shell(UNTIL_OPEN + script);
  }

  /** Waits for the container to run, and opens it. */
  static void open(String container) {
    awaitStart(container);
    Containers.shell(container, "touch /tmp/open");
  }

  static void awaitStart(String container) {
    Eventually.isTrue(() -> Containers.status(container).equals("running"));
  }
}
