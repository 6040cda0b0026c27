package dev.reveille.acceptance;

import dev.reveille.testing.Checkout;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.MissingPeer;
import dev.reveille.testing.Ports;
import dev.reveille.testing.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Debian's nginx with {@code examples/foreign-hook/nginx.conf}, on a free port of 127.0.0.1. */
final class ForeignNginx implements Entrance, AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
  private static final Path LUA = Path.of("/usr/lib/nginx/modules/ngx_http_lua_module.so");

  private final int port = Ports.free();
  private final TemporaryDirectory directory = TemporaryDirectory.make("foreign-nginx");
  private final Process process;

  private ForeignNginx(Proxy reveille) throws IOException {
    Path folder = directory.path();
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, configuration(reveille.controlPort()));
    ProcessBuilder builder =
        new ProcessBuilder(
            PROGRAM.toString(),
            "-p",
            folder.toString(),
            "-c",
            file.toString(),
            "-g",
            "daemon off; pid %s/pid; error_log stderr;".formatted(folder));
    String token = Files.readString(reveille.stateDirectory().resolve("hook-token")).strip();
    builder.environment().put("REVEILLE_HOOK_TOKEN", token);
    this.process =
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
  }

  /** Starts it, and waits until it listens. */
  static ForeignNginx start(Proxy reveille) {
    if (!Files.isExecutable(PROGRAM) || !Files.exists(LUA)) {
      throw MissingPeer.because("there is no nginx with Lua as Debian packages it");
    }
    try {
      ForeignNginx nginx = new ForeignNginx(reveille);
      Eventually.holds("nginx listens", nginx::listens);
      return nginx;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int httpPort() {
    return port;
  }

  @Override
  public int httpsPort() {
    throw new UnsupportedOperationException("the example has no HTTPS");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    directory.close();
  }

  private boolean listens() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** The example's, with other ports. */
  private String configuration(int controlPort) throws IOException {
    return Files.readString(Checkout.file("examples/foreign-hook/nginx.conf"))
        .replace("listen 127.0.0.1:8081", "listen 127.0.0.1:" + port)
        .replace("http://127.0.0.1:7070/", "http://127.0.0.1:%d/".formatted(controlPort));
  }
}
