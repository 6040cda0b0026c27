package dev.reveille.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.concurrent.Timer;
import dev.reveille.docker.DockerEngine.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"unix:///var/run/docker.sock", "tcp://10.0.0.5:2375", "tcp://[fd00::3]:1"})
  void readsSocketsAndTcpAddresses(String host) {
    assertThat(Settings.host(host)).hasToString(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/var/run/docker.sock",
        "unix://",
        "unix://var/run/docker.sock",
        "tcp://",
        "ssh://me@host",
        "npipe:////./pipe/docker",
        "tcp://a b"
      })
  void refusesWhatIsNoEngine(String host) {
    assertThatThrownBy(() -> Settings.host(host))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unix:///var/run/docker.sock");
  }

  @Test
  void knowsTheUsualPorts() {
    assertThat(settings("tcp://engine", Optional.empty(), false).host())
        .hasToString("tcp://engine:2375");
    assertThat(settings("tcp://engine", Optional.of(Path.of("certs")), true).host())
        .hasToString("tcp://engine:2376");
  }

  @Test
  void readsFilters() {
    assertThat(Settings.filters(" label=team=blue, name=shop ,"))
        .containsExactly("label=team=blue", "name=shop");
    assertThat(Settings.filters("")).isEmpty();
  }

  @Test
  void tlsNeedsADirectory() {
    assertThatThrownBy(() -> settings("tcp://engine", Optional.empty(), true))
        .hasMessageContaining("DOCKER_CERT_PATH");
    assertThat(settings("unix:///docker.sock", Optional.empty(), true)).isNotNull();
  }

  @Test
  void namesTheFileThatCannotBeUsed(@TempDir Path directory) {
    Settings settings = settings("tcp://engine", Optional.of(directory), true);
    assertThatThrownBy(() -> new DockerEngine(settings, Timer.system()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(directory.resolve("cert.pem").toString());
  }

  private static Settings settings(String host, Optional<Path> directory, boolean verify) {
    return new Settings(Settings.host(host), directory, verify, List.of(), Duration.ofSeconds(5));
  }
}
