package dev.reveille.acceptance;

import dev.reveille.testing.Checkout;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.MissingPeer;
import dev.reveille.testing.Ports;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * HAProxy with {@code examples/socket-proxy/haproxy.cfg} before the tests' engine, on a free port
 * of 127.0.0.1. To be registered before the installation that uses it.
 */
final class SocketProxy implements BeforeAllCallback, AfterAllCallback {
  private static final Path PROGRAM = Path.of("/usr/sbin/haproxy");

  private final int port = Ports.free();
  private final TemporaryDirectory directory = TemporaryDirectory.make("haproxy");
  private @Nullable Process process;

  /** For {@code DOCKER_HOST}. */
  String host() {
    return "tcp://127.0.0.1:" + port;
  }

  /** What the calls were that it refused, a line for each: {@code 403 POST /containers/create}. */
  String log() {
    try {
      return Files.readString(logFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Any call to the engine, {@code /v1.41/info}. */
  HttpResponse<String> call(String method, String path) {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      throw MissingPeer.because(
          "there is no %s; scripts/setup --for test installs it".formatted(PROGRAM));
    }
    Path file = directory.path().resolve("haproxy.cfg");
    Files.writeString(file, configuration());
    process =
        new ProcessBuilder(PROGRAM.toString(), "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(logFile().toFile())
            .start();
    Eventually.holds("haproxy answers", this::answers);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (process != null) {
      process.destroyForcibly();
      process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
    directory.close();
  }

  private boolean answers() {
    try {
      return call("GET", "/_ping").statusCode() == 200;
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  /** The example's, with other addresses. */
  private String configuration() throws IOException {
    String engine = RealEngine.get().host().toString();
    return Files.readString(Checkout.file("examples/socket-proxy/haproxy.cfg"))
        .replace("bind :2375", "bind 127.0.0.1:" + port)
        .replace("/var/run/docker.sock", engine.replaceFirst("^(unix|tcp)://", ""));
  }

  private Path logFile() {
    return directory.path().resolve("log");
  }
}
