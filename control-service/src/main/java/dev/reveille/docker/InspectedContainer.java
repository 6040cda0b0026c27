package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reveille.project.Container;
import dev.reveille.project.ContainerDetail;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is read of {@code GET /containers/{id}/json}. */
record InspectedContainer(
    @JsonProperty("Id") String id,
    @JsonProperty("Name") String name,
    @JsonProperty("RestartCount") int restartCount,
    @JsonProperty("State") State state,
    @JsonProperty("Config") Config config,
    @JsonProperty("HostConfig") HostConfig hostConfig,
    @JsonProperty("NetworkSettings") NetworkSettings networkSettings) {

  /**
   * @param startedAt {@code 2026-01-31T20:56:53.39Z}; of the year 1 when it was never started
   */
  record State(
      @JsonProperty("Status") String status,
      @JsonProperty("ExitCode") int exitCode,
      @JsonProperty("StartedAt") String startedAt,
      @JsonProperty("Health") @Nullable Health health) {}

  record Health(@JsonProperty("Status") String status, @JsonProperty("Log") List<Probe> log) {}

  record Probe(@JsonProperty("Output") String output) {}

  record Config(
      @JsonProperty("Labels") Map<String, String> labels,
      @JsonProperty("Tty") boolean tty,
      @JsonProperty("Healthcheck") @Nullable Healthcheck healthcheck) {}

  /**
   * @param test {@code [CMD, /probe]}, or {@code [NONE]} where the image's own is switched off
   */
  record Healthcheck(@JsonProperty("Test") List<String> test) {}

  record HostConfig(@JsonProperty("NetworkMode") String networkMode) {}

  /**
   * @param ports by {@code 80/tcp}
   */
  record NetworkSettings(
      @JsonProperty("Networks") Map<String, Network> networks,
      @JsonProperty("Ports") Map<String, Object> ports) {}

  /**
   * @param sharedNetwork the container whose network it uses
   */
  ContainerDetail toDetail(Optional<InspectedContainer> sharedNetwork) {
    return new ContainerDetail(
        toContainer(sharedNetwork.orElse(this)),
        state.exitCode(),
        Instant.parse(state.startedAt()).isAfter(Instant.EPOCH),
        restartCount,
        hasHealthcheck(),
        healthOutput());
  }

  private Container toContainer(InspectedContainer network) {
    StateWords words =
        new StateWords(state.status(), state.health() == null ? "" : state.health().status());
    return new Container(
        id,
        name.substring(name.startsWith("/") ? 1 : 0),
        words.status(),
        words.health(),
        config.labels(),
        Network.address(network.hostConfig.networkMode(), network.networkSettings.networks()),
        exposedPorts());
  }

  private TreeSet<Integer> exposedPorts() {
    TreeSet<Integer> tcp = new TreeSet<>();
    for (String port : networkSettings.ports().keySet()) {
      if (port.endsWith("/tcp")) {
        tcp.add(Integer.valueOf(port.substring(0, port.length() - "/tcp".length())));
      }
    }
    return tcp;
  }

  private boolean hasHealthcheck() {
    List<String> test = config.healthcheck() == null ? List.of() : config.healthcheck().test();
    return !test.isEmpty() && !test.getFirst().equals("NONE");
  }

  private Optional<String> healthOutput() {
    if (state.health() == null || state.health().log().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(LogLines.printable(state.health().log().getLast().output()).strip())
        .filter(output -> !output.isEmpty());
  }
}
