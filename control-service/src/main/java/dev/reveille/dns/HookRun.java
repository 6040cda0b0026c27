package dev.reveille.dns;

import dev.reveille.concurrent.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run of a hook: its process with all that it started, and what it printed. */
final class HookRun {
  private static final int LAST_LINES = 5;

  /** A program that it left running may hold the pipe open; what it prints is nobody's concern. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Process process;
  private final Printed out;
  private final Printed err;

  private HookRun(Process process) {
    this.process = process;
    this.out = new Printed(process.getInputStream());
    this.err = new Printed(process.getErrorStream());
  }

  /** Starts it with nothing but that environment, and nothing to read. */
  static HookRun start(Path program, List<String> arguments, Map<String, String> environment)
      throws IOException {
    List<String> command =
        Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new HookRun(builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile())).start());
  }

  /** Its exit status; empty when it had to be ended, with all that it had started. */
  Optional<Integer> await(Duration limit) throws InterruptedException {
    boolean ended = false;
    try {
      ended = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      if (!ended) {
        kill();
      }
    }
    out.await();
    err.await();
    return ended ? Optional.of(process.exitValue()) : Optional.empty();
  }

  /** Its standard output, or the end of it. */
  String output() {
    return out.text();
  }

  String errors() {
    return err.text();
  }

  /** The last lines of what it printed, errors last; in one line. */
  String lastLines() {
    List<String> lines =
        Stream.of(out.text(), err.text())
            .flatMap(String::lines)
            .filter(line -> !line.isBlank())
            .toList();
    return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
        .collect(Collectors.joining(" | "));
  }

  /** Children are looked for first: they lose their parent with it. */
  private void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** The end of what comes out of a pipe, which is read to its end so that nobody waits. */
  private static final class Printed {
    private static final int KEPT_BYTES = 16 * 1024;

    private final Thread reader;
    private byte[] kept = new byte[0];

    Printed(InputStream pipe) {
      reader = Threads.start("dns-hook", () -> read(pipe));
    }

    void await() throws InterruptedException {
      reader.join(LAST_WORDS);
    }

    /** Without zero bytes, which can't be handed on as a variable. */
    synchronized String text() {
      return new String(kept, StandardCharsets.UTF_8).replace("\0", "").strip();
    }

    private void read(InputStream pipe) {
      byte[] buffer = new byte[4096];
      try (pipe) {
        for (int count = pipe.read(buffer); count >= 0; count = pipe.read(buffer)) {
          keep(buffer, count);
        }
      } catch (IOException _) {
        // The process was killed: there is no more.
      }
    }

    private synchronized void keep(byte[] buffer, int count) {
      byte[] all = Arrays.copyOf(kept, kept.length + count);
      System.arraycopy(buffer, 0, all, kept.length, count);
      kept = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT_BYTES), all.length);
    }
  }
}
