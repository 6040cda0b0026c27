package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.store.Token;
import dev.reveille.store.Tokens;
import dev.reveille.wake.Machine;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read the metrics. */
class MetricsAccessTest {
  private static final Tokens TOKENS =
      new Tokens(Token.of("hook"), Token.of("admin")).withMetrics(Optional.of(Token.of("figures")));

  private final Machine machine = new Machine();

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void onLoopbackEveryoneMay() throws IOException {
    assertThat(status("127.0.0.1", "/metrics", "")).isEqualTo(200);
  }

  @Test
  void elsewhereItTakesATokenThatOpensNothingElse() throws IOException {
    assertThat(status("0.0.0.0", "/metrics", "")).isEqualTo(401);
    assertThat(status("0.0.0.0", "/metrics", "hook")).isEqualTo(401);
    assertThat(status("0.0.0.0", "/metrics", "figures")).isEqualTo(200);
    assertThat(status("0.0.0.0", "/metrics", "admin")).isEqualTo(200);
    assertThat(status("0.0.0.0", "/v1/projects", "figures")).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.53", "localhost", "::1", "[::1]"})
  void theseAreLoopback(String host) {
    assertThat(settings(host).metricsAccess()).isEqualTo(Access.OPEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", "127.0.0.1.example.com", "reveille"})
  void theseAreNot(String host) {
    assertThat(settings(host).metricsAccess()).isEqualTo(Access.METRICS);
  }

  private int status(String host, String path, String token) throws IOException {
    try (ControlServer server =
        new ControlServer(settings(host), TOKENS, ControlApi.parts(machine, machine.visits()))) {
      server.start();
      URI address = URI.create("http://127.0.0.1:" + server.port() + path);
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      if (!token.isEmpty()) {
        connection.setRequestProperty("Authorization", "Bearer " + token);
      }
      return connection.getResponseCode();
    }
  }

  private static ControlServer.Settings settings(String host) {
    ControlServer.Settings usual = ControlApi.SETTINGS;
    return new ControlServer.Settings(
        host,
        usual.port(),
        usual.patience(),
        usual.wakeTimeout(),
        usual.pageStatus(),
        usual.https(),
        usual.ignored(),
        usual.dashboard());
  }
}
