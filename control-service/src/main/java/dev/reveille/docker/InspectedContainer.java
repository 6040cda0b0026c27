package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reveille.project.Container;
import dev.reveille.project.ContainerDetail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    @JsonProperty("ExecIDs") List<String> execs,
    @JsonProperty("State") State state,
    @JsonProperty("Config") Config config,
    @JsonProperty("HostConfig") HostConfig hostConfig,
    @JsonProperty("NetworkSettings") NetworkSettings networkSettings) {

  private static final Duration ENGINES_STOP_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Every wait has an end, also that for a container which the engine waits for as long as it
   * likes.
   */
  private static final Duration LONGEST_STOP = Duration.ofHours(1);

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

  /**
   * @param env {@code PATH=/usr/bin}
   * @param stopTimeout in seconds, negative for ever; {@code null} is the engine's own
   * @param shell what runs commands that are texts; empty is {@code [/bin/sh, -c]}
   */
  record Config(
      @JsonProperty("Labels") Map<String, String> labels,
      @JsonProperty("Env") List<String> env,
      @JsonProperty("Tty") boolean tty,
      @JsonProperty("StopTimeout") @Nullable Integer stopTimeout,
      @JsonProperty("Shell") List<String> shell,
      @JsonProperty("Healthcheck") @Nullable Healthcheck healthcheck) {

    /** The command by which the engine finds out its health; empty where it does not. */
    List<String> probe() {
      List<String> test = healthcheck == null ? List.of() : healthcheck.test();
      if (test.isEmpty()) {
        return List.of();
      }
      List<String> words = new ArrayList<>();
      if (test.getFirst().equals("CMD-SHELL")) {
        words.addAll(shell.isEmpty() ? List.of("/bin/sh", "-c") : shell);
      }
      words.addAll(test.subList(1, test.size()));
      return words;
    }
  }

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
        Optional.of(Instant.parse(state.startedAt())).filter(it -> it.isAfter(Instant.EPOCH)),
        restartCount,
        hasHealthcheck(),
        healthOutput());
  }

  /** Its name without the leading slash. */
  String shortName() {
    return name.substring(name.startsWith("/") ? 1 : 0);
  }

  /** How long it may take from the stop signal until it is killed. */
  Duration stopTimeout() {
    Integer seconds = config.stopTimeout();
    if (seconds == null) {
      return ENGINES_STOP_TIMEOUT;
    }
    return seconds < 0 ? LONGEST_STOP : Duration.ofSeconds(seconds);
  }

  private Container toContainer(InspectedContainer network) {
    StateWords words =
        new StateWords(state.status(), state.health() == null ? "" : state.health().status());
    return new Container(
        id,
        shortName(),
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
