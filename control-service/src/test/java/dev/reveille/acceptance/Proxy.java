package dev.reveille.acceptance;

import dev.reveille.concurrent.Timer;
import dev.reveille.testing.Checkout;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import dev.reveille.testing.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The whole product: {@code scripts/run} from this checkout, on free ports, with a state directory
 * of its own, limited to the containers of one sandbox. It is ended by {@link #close}, or with the
 * JVM.
 */
public final class Proxy implements Entrance, AutoCloseable {
  /** Enough for {@code scripts/run} to build the control service first. */
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final String READY = "Reveille is ready";

  private final Timer timer = Timer.system();
  private final TemporaryDirectory directory = TemporaryDirectory.make("proxy");
  private final int httpPort;
  private final int httpsPort;
  private final int controlPort = freePort();
  private final Process process;
  private final Thread atExit = new Thread(this::end, "proxy-end");
  private boolean ended;

  private Proxy(Sandbox sandbox, Map<String, String> settings) throws IOException {
    this.httpPort = port(settings, "HTTP_PORT");
    this.httpsPort = port(settings, "HTTPS_PORT");
    ProcessBuilder builder = new ProcessBuilder(Checkout.file("scripts/run").toString());
    builder.environment().putAll(own(sandbox));
    builder.environment().putAll(settings);
    // The gateway's access log opens it anew, and neither must overwrite the other's lines.
    this.process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(logFile().toFile()))
            .start();
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts it, and waits until it is ready.
   *
   * @param settings environment variables beside those for ports, state, engine and container
   *     filter; unless they say otherwise, there is no limit on wakes per client
   */
  public static Proxy start(Sandbox sandbox, Map<String, String> settings) {
    try {
      Proxy proxy = new Proxy(sandbox, settings);
      proxy.awaitReady();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int httpPort() {
    return httpPort;
  }

  @Override
  public int httpsPort() {
    return httpsPort;
  }

  public int controlPort() {
    return controlPort;
  }

  public Path stateDirectory() {
    return directory.path().resolve("state");
  }

  /** To be closed by the caller. */
  public AdminApi admin() {
    try {
      Path token = stateDirectory().resolve("admin-token");
      return new AdminApi(controlPort, Files.readString(token).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The control service's JVM; after a restart, another one. */
  public ProcessHandle controlService() {
    return child(child -> isCommand(child, command -> command.endsWith("/java")));
  }

  /** The gateway's master process; after a restart, another one. */
  public ProcessHandle gateway() {
    return child(Proxy::isGateway);
  }

  /** Kills it with SIGKILL; returns when the next one is about to listen. */
  void killGateway() {
    ProcessHandle killed = gateway();
    killed.destroyForcibly();
    Eventually.isTrue(
        () -> process.children().filter(Proxy::isGateway).anyMatch(it -> !it.equals(killed)));
  }

  /** {@code scripts/run} itself, which starts both again when they end. */
  public ProcessHandle supervisor() {
    return process.toHandle();
  }

  /** All that control service and gateway have printed so far. */
  public String log() {
    try {
      return new String(Files.readAllBytes(logFile()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  /** Ends it by SIGTERM, as supervisors do; returns its exit code. */
  public int stop() {
    process.destroy();
    try {
      if (process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("it does not end\n" + log());
  }

  @Override
  public void close() {
    end();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  /** A peer may have to know a port before the proxy is started. */
  private static int port(Map<String, String> settings, String name) {
    String chosen = settings.get(name);
    return chosen == null ? freePort() : Integer.parseInt(chosen);
  }

  private Path logFile() {
    return directory.path().resolve("log");
  }

  private Map<String, String> own(Sandbox sandbox) {
    return Map.of(
        "HTTP_PORT", String.valueOf(httpPort),
        "HTTPS_PORT", String.valueOf(httpsPort),
        "CONTROL_PORT", String.valueOf(controlPort),
        "STATE_DIR", stateDirectory().toString(),
        "DOCKER_HOST", RealEngine.get().host().toString(),
        "CONTAINER_FILTER", sandbox.filter(),
        "WAKE_RATE", "0");
  }

  private void awaitReady() {
    Instant begun = timer.instant();
    while (log().lines().noneMatch(line -> line.startsWith(READY))) {
      if (!process.isAlive() || timer.left(begun, START_LIMIT).isZero()) {
        String text = "not ready: %s\n%s".formatted(process, log());
        close();
        throw new IllegalStateException(text);
      }
      pause();
    }
  }

  private void pause() {
    try {
      timer.sleep(Duration.ofMillis(50));
    } catch (InterruptedException e) {
      close();
      throw new IllegalStateException(e);
    }
  }

  private static boolean isGateway(ProcessHandle child) {
    return isCommand(child, command -> command.contains("nginx") || command.contains("openresty"));
  }

  private static boolean isCommand(ProcessHandle child, Predicate<String> isWanted) {
    return child.info().command().filter(isWanted).isPresent();
  }

  private ProcessHandle child(Predicate<ProcessHandle> isWanted) {
    return process
        .children()
        .filter(isWanted)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("it does not run now\n" + log()));
  }

  /**
   * Also what a script that was killed, or hangs, would leave behind. Whoever comes second, the
   * test or the JVM's end, waits for the first.
   */
  private synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    List<ProcessHandle> all = process.descendants().toList();
    process.destroy();
    try {
      process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    directory.close();
  }

  /** Outside the range that the kernel gives to outgoing connections. */
  static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken; another will be free.
      }
    }
  }
}
