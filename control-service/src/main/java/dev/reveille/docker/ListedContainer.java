package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reveille.project.Container;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is read of an entry of {@code GET /containers/json}. */
record ListedContainer(
    @JsonProperty("Id") String id,
    @JsonProperty("Names") List<String> names,
    @JsonProperty("State") String state,
    @JsonProperty("Status") String status,
    @JsonProperty("Labels") Map<String, String> labels,
    @JsonProperty("Ports") List<Port> ports,
    @JsonProperty("HostConfig") @Nullable HostConfig hostConfig,
    @JsonProperty("NetworkSettings") @Nullable NetworkSettings networkSettings) {

  record Port(@JsonProperty("PrivatePort") int privatePort, @JsonProperty("Type") String type) {}

  record HostConfig(@JsonProperty("NetworkMode") String networkMode) {}

  record NetworkSettings(@JsonProperty("Networks") Map<String, Network> networks) {}

  /**
   * @param all what was listed with it, to find the container whose network it shares
   */
  Container toContainer(List<ListedContainer> all) {
    return new Container(
        id, name(), words().status(), words().health(), labels, address(all), exposedPorts());
  }

  /** A link of another container shows as {@code /other/alias}. */
  String name() {
    return names.stream()
        .map(name -> name.substring(name.startsWith("/") ? 1 : 0))
        .filter(name -> !name.contains("/"))
        .findFirst()
        .orElse(id);
  }

  private StateWords words() {
    return new StateWords(state, status);
  }

  private Optional<String> address(List<ListedContainer> all) {
    return Network.sharedWith(networkMode())
        .map(other -> all.stream().filter(it -> it.isCalled(other)).findFirst())
        .map(found -> found.flatMap(it -> Network.address(it.networkMode(), it.networks())))
        .orElseGet(() -> Network.address(networkMode(), networks()));
  }

  /**
   * The engine turns names into ids when it is asked by the command line, but keeps what others
   * send.
   */
  private boolean isCalled(String idOrName) {
    return id.startsWith(idOrName) || name().equals(idOrName);
  }

  private String networkMode() {
    return hostConfig == null ? "" : hostConfig.networkMode();
  }

  private Map<String, Network> networks() {
    return networkSettings == null ? Map.of() : networkSettings.networks();
  }

  private SortedSet<Integer> exposedPorts() {
    SortedSet<Integer> tcp = new TreeSet<>();
    ports.stream()
        .filter(port -> port.type().equals("tcp"))
        .forEach(port -> tcp.add(port.privatePort()));
    return tcp;
  }
}
