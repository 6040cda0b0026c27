package dev.reveille.testing;

import java.nio.file.Path;
import java.util.Map;

/** Prometheus's own judge of metrics and rules. */
public final class Promtool {
  private Promtool() {}

  /**
   * Runs it; fails where it does.
   *
   * @param arguments as a shell reads them; {@code $0} is the file
   * @return what it printed
   */
  public static String run(String arguments, Path file) {
    Command command = new Command(Map.of());
    try {
      command.run("promtool", "--version");
    } catch (RuntimeException e) {
      throw MissingPeer.because("no promtool (install prometheus): " + e.getMessage());
    }
    return command.run("sh", "-c", "promtool " + arguments + " 2>&1", file.toString());
  }
}
