package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Timer;
import dev.reveille.testing.Checkout;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.RealEngine;
import dev.reveille.testing.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/run}: how it ends, and how it refuses to start. */
class StartAndStopIT {
  @Test
  void sigtermEndsAllWithinTenSecondsWhileVisitorsAreHeldAndListen() throws IOException {
    try (Sandbox sandbox = RealEngine.get().sandbox();
        Proxy proxy = Proxy.start(sandbox, Map.of());
        Visitor visitor = new Visitor(proxy)) {
      String open = sandbox.unique("open") + ".test";
      String held = sandbox.unique("held") + ".test";
      sandbox.container("open").label("reveille.host", open).run();
      String waiting =
          Gate.whenOpened(sandbox.container("held").label("reveille.host", held), "exec /app")
              .create();
      Eventually.isTrue(() -> visitor.get(open, "/").statusCode() == 200);
      HttpResponse<InputStream> stream = visitor.open(visitor.request(open, "/sse"));
      var _ = visitor.sendAsync(visitor.request(held, "/"));
      Gate.awaitStart(waiting);
      List<ProcessHandle> all = proxy.supervisor().descendants().toList();
      assertThat(all).hasSizeGreaterThanOrEqualTo(3);

      Timer timer = Timer.system();
      Instant begun = timer.instant();
      assertThat(proxy.stop()).isZero();

      assertThat(Duration.between(begun, timer.instant())).isLessThan(Duration.ofSeconds(10));
      assertThat(all).noneMatch(ProcessHandle::isAlive);
      for (int port : List.of(proxy.httpPort(), proxy.httpsPort(), proxy.controlPort())) {
        new ServerSocket(port).close();
      }
      assertThat(Containers.status(waiting)).isEqualTo("running");
      stream.body().close();
    }
  }

  @Test
  void wrongSettingsAreToldAllAtOnce(@TempDir Path directory) throws Exception {
    Ended ended =
        run(
            directory,
            Map.of(
                "WAKE_TIMEOUT", "soon",
                "WAKE_PAGE_STATUS", "200",
                "DOCKER_HOST", "the engine",
                "TRUSTED_PROXIES", "everybody",
                "PROJECT_AUTOSTART", "perhaps"));

    assertThat(ended.code()).isNotZero();
    assertThat(ended.printed())
        .contains("WAKE_TIMEOUT", "soon", "WAKE_PAGE_STATUS", "DOCKER_HOST", "TRUSTED_PROXIES")
        .contains("PROJECT_AUTOSTART", "perhaps")
        .doesNotContain("Reveille is ready", "Exception");
  }

  @Test
  void aPortThatIsTakenIsNamedWithItsSetting(@TempDir Path directory) throws Exception {
    for (String setting : List.of("HTTP_PORT", "HTTPS_PORT", "CONTROL_PORT")) {
      try (ServerSocket taken = new ServerSocket(0)) {
        String port = String.valueOf(taken.getLocalPort());
        Ended ended = run(directory, Map.of(setting, port));

        assertThat(ended.code()).isNotZero();
        assertThat(ended.printed())
            .contains("port %s is taken".formatted(port), "set %s to another".formatted(setting));
      }
    }
  }

  /** A start that ended by itself. */
  private record Ended(int code, String printed) {}

  /** Ports of its own, as nothing will listen there. */
  private static Ended run(Path directory, Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("STATE_DIR", directory.resolve("state").toString());
    for (String port : List.of("HTTP_PORT", "HTTPS_PORT", "CONTROL_PORT")) {
      all.put(port, String.valueOf(Proxy.freePort()));
    }
    all.putAll(settings);
    Path printed = directory.resolve("printed");
    ProcessBuilder builder = new ProcessBuilder(Checkout.file("scripts/run").toString());
    builder.environment().putAll(all);
    Process process = builder.redirectErrorStream(true).redirectOutput(printed.toFile()).start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return new Ended(process.exitValue(), Files.readString(printed));
    } finally {
      process.destroy();
    }
  }
}
