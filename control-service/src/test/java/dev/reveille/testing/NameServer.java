package dev.reveille.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A BIND of the test's own, run as the current user on free ports of 127.0.0.1: the primary of a
 * zone that takes updates signed with {@link #KEY}. It ends with the test.
 */
public final class NameServer implements AutoCloseable {
  /** As {@code nsupdate -y} takes it. */
  public static final String KEY =
      "hmac-sha256:acme-key:" + secret("a secret of 32 bytes, or so ...");

  /** That it knows, but lets change nothing. */
  public static final String POWERLESS_KEY =
      "hmac-sha256:other-key:" + secret("another secret, which may not ..");

  private final TemporaryDirectory directory;
  private final int port;
  private final Process process;

  private NameServer(TemporaryDirectory directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts one, and waits until it answers.
   *
   * @param port a free one
   * @param configuration more of it, such as zones
   * @param files that it needs there
   */
  public static NameServer start(int port, String configuration, Map<String, String> files) {
    TemporaryDirectory directory = TemporaryDirectory.make("named");
    try {
      Path path = directory.path();
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(path.resolve(file.getKey()), file.getValue());
      }
      Files.writeString(path.resolve("named.conf"), options(path, port) + configuration);
      NameServer server = new NameServer(directory, port, run(path));
      server.awaitRunning();
      return server;
    } catch (IOException e) {
      directory.close();
      throw new UncheckedIOException(e);
    }
  }

  /** To start one on. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /** What it has logged. */
  public String log() {
    try {
      return Files.readString(directory.path().resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    directory.close();
  }

  private static Process run(Path path) throws IOException {
    if (!Files.isExecutable(Path.of("/usr/sbin/named"))) {
      throw MissingPeer.because(
          "there is no /usr/sbin/named; scripts/setup --for test installs it");
    }
    return new ProcessBuilder(
            "/usr/sbin/named", "-g", "-n", "1", "-c", path.resolve("named.conf").toString())
        .redirectErrorStream(true)
        .redirectOutput(path.resolve("log").toFile())
        .start();
  }

  private void awaitRunning() {
    try {
      Eventually.holds("named runs", () -> log().contains(" running\n") || !process.isAlive());
      if (!process.isAlive()) {
        throw new AssertionError(log());
      }
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  private static String options(Path path, int port) {
    return """
    options {
      directory "%1$s";
      pid-file none;
      session-keyfile "%1$s/session.key";
      listen-on port %2$d { 127.0.0.1; };
      listen-on-v6 { none; };
      recursion no;
      dnssec-validation no;
      allow-transfer { any; };
    };
    controls { };
    key "acme-key" { algorithm hmac-sha256; secret "%3$s"; };
    key "other-key" { algorithm hmac-sha256; secret "%4$s"; };
    """
        .formatted(path, port, secretOf(KEY), secretOf(POWERLESS_KEY));
  }

  private static String secret(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String secretOf(String key) {
    return key.substring(key.lastIndexOf(':') + 1);
  }
}
