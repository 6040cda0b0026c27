package dev.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Timer;
import dev.reveille.testing.Checkout;
import dev.reveille.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who types {@code reveille} commands, at noon, and writes down what the screen shows.
 * What differs from run to run is replaced: ports, serial numbers, seconds after noon, when a
 * renewal is spread to.
 */
final class Operator {
  /** Rewrites the files instead of comparing: {@code -Dreveille.golden.write=true}. */
  private static final String WRITE = "reveille.golden.write";

  private static final Timer AT_NOON =
      new Timer() {
        @Override
        public Instant instant() {
          return Instant.parse("2026-01-31T12:00:00Z");
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
          Timer.system().sleep(time);
        }
      };

  private final Map<String, String> environment = new HashMap<>();
  private final StringBuilder transcript = new StringBuilder();
  private Screen.Look look = Screen.Look.NO_TERMINAL;

  /** What a command left behind. */
  record Done(int code, String out, String err) {}

  /** A command that has not ended yet. */
  record Running(ByteArrayOutputStream out, CompletableFuture<Done> done) {
    void awaitLine(String part) {
      Eventually.holds(
          "it shows " + part, () -> out.toString(StandardCharsets.UTF_8).contains(part));
    }
  }

  Operator(int port, String token) {
    environment.put("CONTROL_PORT", String.valueOf(port));
    environment.put("ADMIN_TOKEN", token);
    environment.put("HTTP_PORT", String.valueOf(port));
    environment.put("HTTPS_PORT", String.valueOf(port));
  }

  Operator setting(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** From now on at a terminal without colours. */
  Operator terminal(int columns) {
    look = new Screen.Look(OptionalInt.of(columns), false, false);
    return this;
  }

  Operator colours() {
    look = new Screen.Look(OptionalInt.of(100), true, true);
    return this;
  }

  Operator noTerminal() {
    look = Screen.Look.NO_TERMINAL;
    return this;
  }

  /** Writes down why the next command is typed. */
  Operator about(String text) {
    transcript.append("# ").append(text).append('\n');
    return this;
  }

  /** Types a command, and writes down all that is seen of it. */
  Operator type(String... command) {
    Done done = run(command);
    write(done, command);
    return this;
  }

  /** The same, without stderr, where that tells more or less of how far it is. */
  Operator results(String... command) {
    Done done = run(command);
    write(new Done(done.code(), done.out(), ""), command);
    return this;
  }

  /** Types a command and waits for its end. */
  Done run(String... command) {
    return start(command).done().join();
  }

  /** On a thread of its own, so that a machine's time leaps while it waits for an answer. */
  Running start(String... command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Reveille reveille =
        new Reveille(
            new Environment(environment), new Screen(stream(out), stream(err), look), AT_NOON);
    return new Running(
        out,
        CompletableFuture.supplyAsync(
            () -> {
              int code = reveille.run(command);
              return new Done(code, text(out), text(err));
            }));
  }

  /** Compares what was written down with {@code golden/NAME.txt}. */
  void sees(String name) {
    Path file =
        Checkout.file(
            "control-service/src/test/resources/dev/reveille/cli/golden/" + name + ".txt");
    try {
      if (Boolean.getBoolean(WRITE)) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, transcript);
      }
      assertThat(transcript.toString())
          .as("%s; rewrite it with -D%s=true and look at the difference", file, WRITE)
          .isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Done done, String... command) {
    line("$ reveille " + String.join(" ", command));
    done.out().lines().forEach(this::line);
    done.err().lines().forEach(text -> line("(stderr) " + text));
    line("(exit " + done.code() + ")");
    line("");
  }

  private void line(String text) {
    transcript.append(text.stripTrailing()).append('\n');
  }

  private String text(ByteArrayOutputStream bytes) {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .replace("\u001b", "<ESC>")
        .replaceAll("\r", "<CR>")
        .replace(environment.get("CONTROL_PORT"), "PORT")
        .replaceAll("\\b[0-9a-f]{38,40}\\b", "SERIAL")
        .replaceAll("T(1[24]):0[01]:\\d\\d(\\.\\d+)?Z", "T$1:00:00Z")
        .replaceAll("renewal in \\d+d", "renewal in SPREAD")
        .replaceAll("next at +\\S+ \\(in \\d+d\\)", "next at     SPREAD")
        .replaceAll("\"nextAt\":\"[^\"]+\"", "\"nextAt\":\"SPREAD\"");
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
