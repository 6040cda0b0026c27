package dev.reveille.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Docker engine: the one that answers here, else one that {@code scripts/engine} starts, for as
 * long as this JVM runs. With it comes an image with busybox and {@code /app} (see {@code
 * src/test/resources/test-image}), and sandboxes to make containers in.
 */
public final class RealEngine {
  private static final AtomicReference<@Nullable RealEngine> found = new AtomicReference<>();

  private final URI host;
  private final Command command;
  private final String image;
  private final Set<Sandbox> sandboxes = ConcurrentHashMap.newKeySet();

  private RealEngine(URI host) {
    this.host = host;
    this.command = new Command(Map.of("DOCKER_HOST", host.toString()));
    this.image = "reveille-test:" + UUID.randomUUID().toString().substring(0, 8);
  }

  /**
   * The engine of this JVM's tests. Where none can be had, the test is skipped, or fails if {@code
   * CI} or {@code REVEILLE_REQUIRE_PEERS} is set.
   */
  public static synchronized RealEngine get() {
    RealEngine engine = found.get();
    if (engine == null) {
      engine = new RealEngine(hostOrSkip());
      Runtime.getRuntime().addShutdownHook(new Thread(engine::cleanUp, "real-engine-clean-up"));
      engine.importImageOrSkip();
      found.set(engine);
    }
    return engine;
  }

  /** For {@code DOCKER_HOST}. */
  public URI host() {
    return host;
  }

  /** The name of the test image. */
  public String image() {
    return image;
  }

  /** A new place to make containers in. */
  public Sandbox sandbox() {
    Sandbox sandbox = new Sandbox(this);
    sandboxes.add(sandbox);
    return sandbox;
  }

  /** Runs a command of the docker command line, and returns what it printed. */
  public String docker(String... arguments) {
    return docker(Arrays.asList(arguments));
  }

  String docker(List<String> arguments) {
    return command.run(whole(arguments));
  }

  /** The same, whatever it ends with. */
  public Outcome attempt(String... arguments) {
    return command.attempt(whole(Arrays.asList(arguments)));
  }

  private static List<String> whole(List<String> arguments) {
    List<String> whole = new ArrayList<>(List.of("docker"));
    whole.addAll(arguments);
    return whole;
  }

  void forget(Sandbox sandbox) {
    sandboxes.remove(sandbox);
  }

  private static URI hostOrSkip() {
    try {
      String pid = String.valueOf(ProcessHandle.current().pid());
      return URI.create(new Command(Map.of()).run(script(), "up", "--for", pid));
    } catch (Command.Failed | UncheckedIOException e) {
      throw MissingPeer.because("no Docker engine: " + e.getMessage());
    }
  }

  /** Tests run in the module's directory, and the script is in one above. */
  private static String script() {
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      Path script = dir.resolve("scripts").resolve("engine");
      if (Files.exists(script)) {
        return script.toString();
      }
    }
    throw new IllegalStateException("scripts/engine is not above " + Path.of("").toAbsolutePath());
  }

  private void importImageOrSkip() {
    try {
      importImage();
    } catch (Command.Failed | IOException e) {
      throw MissingPeer.because("no test image: " + e.getMessage());
    }
  }

  private void importImage() throws IOException {
    Path tree = Files.createTempDirectory("test-image");
    Path archive = Files.createTempFile("test-image", ".tar");
    try {
      TestImage.write(tree);
      command.run("tar", "-C", tree.toString(), "-cf", archive.toString(), ".");
      docker("import", "--change", "CMD [\"/app\"]", archive.toString(), image);
    } finally {
      Files.delete(archive);
      delete(tree);
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  /** What is left when the JVM ends, also because a test was interrupted. */
  private void cleanUp() {
    sandboxes.forEach(Sandbox::close);
    try {
      docker("rmi", "--force", image);
    } catch (Command.Failed e) {
      System.err.println(e.getMessage());
    }
    String pid = String.valueOf(ProcessHandle.current().pid());
    command.run(script(), "down", "--for", pid);
  }
}
