package dev.reveille.acceptance;

import dev.reveille.testing.RealEngine;
import java.time.Instant;

/** What the engine itself says of containers, to compare with what the proxy made of it. */
public final class Containers {
  /** For {@code shell}: the test image's application, which leaves a trace of each start. */
  static final String COUNTED_APP = "echo begins; exec /app";

  private Containers() {}

  /** How often a {@link #COUNTED_APP}, or another that prints "begins" first, was started. */
  static long starts(String container) {
    return RealEngine.get().docker("logs", container).lines().filter("begins"::equals).count();
  }

  static Instant startedAt(String container) {
    return Instant.parse(inspect(container, "{{.State.StartedAt}}"));
  }

  static Instant finishedAt(String container) {
    return Instant.parse(inspect(container, "{{.State.FinishedAt}}"));
  }

  /** {@code created}, {@code running}, {@code exited} … */
  public static String status(String container) {
    return inspect(container, "{{.State.Status}}");
  }

  /** Runs a command in a running container; returns what it printed. */
  public static String shell(String container, String script) {
    return RealEngine.get().docker("exec", container, "sh", "-c", script);
  }

  private static String inspect(String container, String format) {
    return RealEngine.get().docker("inspect", "--format", format, container);
  }
}
