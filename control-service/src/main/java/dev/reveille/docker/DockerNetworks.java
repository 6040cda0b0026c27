package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectReader;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.reveille.project.ConnectedContainer;
import dev.reveille.project.ConnectedContainer.Place;
import dev.reveille.project.Endpoint;
import dev.reveille.project.EngineNetwork;
import dev.reveille.project.EngineNetworks;
import dev.reveille.project.EngineRefused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The networks of a Docker engine; see {@link DockerEngine#networks}. */
final class DockerNetworks implements EngineNetworks {
  private static final ObjectReader NETWORKS = Json.readerFor(NetworkResource[].class);
  private static final ObjectReader CONTAINERS = Json.readerFor(Connected[].class);
  private static final ObjectReader CONTAINER = Json.readerFor(Inspected.class);
  private static final ObjectReader CREATED = Json.readerFor(Created.class);

  private final EngineConnection connection;
  private final Duration callTimeout;
  private final Duration changeTimeout;

  DockerNetworks(EngineConnection connection, DockerEngine.Settings settings) {
    this.connection = connection;
    this.callTimeout = settings.callTimeout();
    this.changeTimeout = settings.changeTimeout();
  }

  private record Created(@JsonProperty("Id") String id) {}

  private record Inspected(@JsonProperty("NetworkSettings") InspectedNetworks settings) {}

  private record InspectedNetworks(
      @JsonProperty("Networks") Map<String, EndpointSettings> networks) {}

  /** What is read of an entry of {@code GET /containers/json}. */
  private record Connected(
      @JsonProperty("Id") String id,
      @JsonProperty("Names") List<String> names,
      @JsonProperty("State") String state,
      @JsonProperty("Labels") Map<String, String> labels,
      @JsonProperty("HostConfig") HostConfig hostConfig,
      @JsonProperty("NetworkSettings") @Nullable ConnectedNetworks settings) {

    ConnectedContainer toContainer() {
      boolean isUp =
          switch (new StateWords(state, "").status()) {
            case RUNNING, PAUSED, RESTARTING -> true;
            case CREATED, EXITED, DEAD, REMOVING -> false;
          };
      Map<String, Joined> networks = settings == null ? Map.of() : settings.networks();
      return new ConnectedContainer(
          id,
          new ListedContainer(id, names, state, "", labels, List.of(), null, null).name(),
          labels,
          isUp,
          hostConfig.networkMode(),
          networks.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().toPlace())));
    }
  }

  private record HostConfig(@JsonProperty("NetworkMode") String networkMode) {}

  private record ConnectedNetworks(@JsonProperty("Networks") Map<String, Joined> networks) {}

  private record Joined(
      @JsonProperty("NetworkID") String networkId,
      @JsonProperty("IPAddress") String ipAddress,
      @JsonProperty("GlobalIPv6Address") String ipv6Address) {

    Place toPlace() {
      return new Place(networkId, ipAddress.isEmpty() ? ipv6Address : ipAddress);
    }
  }

  @Override
  public List<EngineNetwork> list() {
    Call call = new Call("list networks", Method.GET, "/networks", callTimeout);
    NetworkResource[] listed =
        connection.ask(call, response -> NETWORKS.<NetworkResource[]>readValue(response.getBody()));
    return Stream.of(listed).map(NetworkResource::toNetwork).toList();
  }

  @Override
  public List<ConnectedContainer> containers() {
    String path = "/containers/json?all=1";
    Call call = new Call("list the networks of containers", Method.GET, path, callTimeout);
    Connected[] listed =
        connection.ask(call, response -> CONTAINERS.<Connected[]>readValue(response.getBody()));
    return Stream.of(listed).map(Connected::toContainer).toList();
  }

  @Override
  public Map<String, Endpoint> endpoints(String container) {
    String what = "tell the networks of container " + container;
    String path = "/containers/" + checked(container) + "/json";
    return connection
        .ask(
            new Call(what, Method.GET, path, callTimeout),
            response -> CONTAINER.<Inspected>readValue(response.getBody()))
        .settings()
        .networks()
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().toEndpoint()));
  }

  @Override
  public String create(EngineNetwork like) {
    Call call = change("create network " + like.name(), "create", NetworkResource.toBeMade(like));
    return connection.ask(call, response -> CREATED.<Created>readValue(response.getBody())).id();
  }

  @Override
  public void remove(String network) {
    String path = "/networks/" + checked(network);
    Call call = new Call("remove network " + network, Method.DELETE, path, changeTimeout);
    connection.ask(call, Response::getStatusCode);
  }

  @Override
  public void connect(String network, String container, Endpoint endpoint) {
    Object content =
        Map.of("Container", container, "EndpointConfig", EndpointSettings.of(endpoint));
    String what = "connect container %s to network %s".formatted(container, network);
    connection.ask(change(what, checked(network) + "/connect", content), Response::getStatusCode);
  }

  @Override
  public void disconnect(String network, String container) {
    Object content = Map.of("Container", container, "Force", false);
    String what = "disconnect container %s from network %s".formatted(container, network);
    Call call = change(what, checked(network) + "/disconnect", content);
    try {
      connection.ask(call, Response::getStatusCode);
    } catch (EngineRefused e) {
      if (!e.reason().contains("is not connected to")) {
        throw e;
      }
    }
  }

  private Call change(String what, String path, Object content) {
    return new Call(
        what, Method.POST, "/networks/" + path, Optional.of(Json.bytes(content)), changeTimeout);
  }

  /** What comes from a label or a file goes into a path. */
  private static String checked(String idOrName) {
    if (!idOrName.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
      throw new EngineRefused("use " + idOrName, 404, "no such network or container");
    }
    return idOrName;
  }
}
