package dev.reveille.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An engine that one test has for itself, so that it may kill it. It has the test image of {@link
 * RealEngine}. Only root can start one.
 */
public final class OwnEngine implements AutoCloseable {
  private final Path directory;
  private final Command command;

  private OwnEngine(Path directory) {
    this.directory = directory;
    // With its own address here, the script does not lend the machine's engine instead.
    this.command = new Command(Map.of("DOCKER_HOST", host().toString()));
  }

  public static OwnEngine start() throws IOException {
    return start(List.of("up"));
  }

  /** One whose pools of addresses end at 31 networks, as Docker's own do. */
  public static OwnEngine startWithFewNetworks() throws IOException {
    return start(List.of("up", "--networks", "31"));
  }

  private static OwnEngine start(List<String> up) throws IOException {
    OwnEngine engine = new OwnEngine(Files.createTempDirectory("engine"));
    try {
      engine.script(up);
      engine.copyImage();
      return engine;
    } catch (IOException | RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** For {@code DOCKER_HOST}. */
  public URI host() {
    return URI.create("unix://" + directory.resolve("docker.sock"));
  }

  /** Runs a command of the docker command line on it, and returns what it printed. */
  public String docker(String... arguments) {
    return command.run(Stream.concat(Stream.of("docker"), Arrays.stream(arguments)).toList());
  }

  /** Ends it with SIGKILL, which its containers outlive; returns how to start it again. */
  public ProcessBuilder kill() throws IOException {
    String pid = Files.readString(directory.resolve("docker.pid")).strip();
    ProcessBuilder again = new ProcessBuilder(entries(pid, "cmdline"));
    again.environment().clear();
    again.environment().putAll(environment(pid));
    again.redirectErrorStream(true).redirectOutput(directory.resolve("log-again").toFile());
    ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    return again;
  }

  @Override
  public void close() {
    script(List.of("down"));
  }

  private void script(List<String> verb) {
    String pid = String.valueOf(ProcessHandle.current().pid());
    List<String> words = new ArrayList<>(List.of(Checkout.file("scripts/engine").toString()));
    words.addAll(verb);
    words.addAll(List.of("--for", pid, "--dir", directory.toString()));
    command.run(words);
  }

  private void copyImage() throws IOException {
    Path archive = Files.createTempFile("test-image", ".tar");
    try {
      RealEngine.get().docker("save", "--output", archive.toString(), RealEngine.get().image());
      docker("load", "--input", archive.toString());
    } finally {
      Files.delete(archive);
    }
  }

  /** What the kernel tells of a process, each entry ended by a zero byte. */
  private static List<String> entries(String pid, String file) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of("/proc", pid, file));
    return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
  }

  private static Map<String, String> environment(String pid) throws IOException {
    return entries(pid, "environ").stream()
        .map(entry -> entry.split("=", 2))
        .filter(entry -> entry.length == 2)
        .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1], (a, _) -> a));
  }
}
