package dev.reveille.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program to its end.
 *
 * @param environment beside that of the tests
 * @param limit for how long
 */
public record Command(Map<String, String> environment, Duration limit) {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  public Command {
    environment = Map.copyOf(environment);
  }

  /** For at most two minutes. */
  public Command(Map<String, String> environment) {
    this(environment, LIMIT);
  }

  /** It could not be run, or ended with something else than 0; the message has what it printed. */
  public static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(List<String> command, String printed) {
      super("%s: %s".formatted(String.join(" ", command), printed.strip()));
    }
  }

  /** What it printed to stdout, without the last line's end. */
  public String run(String... command) {
    return run(List.of(command));
  }

  String run(List<String> command) {
    Outcome outcome = attempt(command);
    if (outcome.exitCode() != 0) {
      throw new Failed(command, outcome.err() + "\n" + outcome.out());
    }
    return outcome.out();
  }

  /** Whatever it ends with. */
  Outcome attempt(List<String> command) {
    try {
      Path out = Files.createTempFile("command", ".out");
      Path err = Files.createTempFile("command", ".err");
      try {
        return attempt(command, out, err);
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome attempt(List<String> command, Path out, Path err) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Failed(command, "did not end within " + limit + "\n" + text(err));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failed(command, "interrupted");
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), text(out).stripTrailing(), text(err).stripTrailing());
  }

  /** Programs may print what is no UTF-8. */
  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
