package dev.reveille.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One of Pebble's two programs, running. */
final class PebbleProcess implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final Thread atExit = new Thread(this::kill, "pebble-clean-up");

  private PebbleProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts a program of the package; skips or fails the test where there is none. */
  static PebbleProcess start(
      Path log, Map<String, String> environment, String program, String... arguments) {
    String[] command =
        Stream.concat(Stream.of(path(program).toString()), Stream.of(arguments))
            .toArray(String[]::new);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return new PebbleProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it answers; a process that has ended never will. */
  void awaitAnswer(String what, Runnable question) {
    Eventually.holds(
        what + " answers",
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("%s has ended: %s".formatted(what, log()));
          }
          return isAnswered(question);
        });
  }

  String log() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code STOP}, {@code CONT} … */
  void signal(String name) {
    new Command(Map.of()).run("sh", "-c", "kill -%s %d".formatted(name, process.pid()));
  }

  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // the JVM ends already
    }
  }

  private void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static boolean isAnswered(Runnable question) {
    try {
      question.run();
      return true;
    } catch (UncheckedIOException | IllegalStateException _) {
      return false;
    }
  }

  /**
   * Where {@code scripts/setup --for test} puts Pebble 2.6 when the system's is older, else the
   * PATH.
   */
  private static Path path(String program) {
    return Stream.concat(cached(program), installed(program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> MissingPeer.because("no %s; run scripts/setup --for test".formatted(program)));
  }

  private static Stream<Path> cached(String program) {
    String own =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(it -> !it.isEmpty())
            .orElse(System.getProperty("user.home") + "/.cache");
    return Stream.of("/var/cache", own)
        .map(cache -> Path.of(cache, "reveille", "pebble-2.6", "usr", "bin", program));
  }

  private static Stream<Path> installed(String program) {
    return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1))
        .map(directory -> Path.of(directory, program));
  }
}
