package dev.reveille.docker;

import com.fasterxml.jackson.databind.ObjectReader;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.reveille.project.EngineDisposal;
import dev.reveille.project.EngineRefused;
import dev.reveille.project.EngineStock;
import dev.reveille.project.EngineStock.Holder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What the Docker engine has, and removing it. */
final class DockerDisposal implements EngineDisposal {
  private static final ObjectReader CONTAINERS = Json.readerFor(StoredContainer[].class);
  private static final ObjectReader VOLUMES = Json.readerFor(ListedVolumes.class);
  private static final ObjectReader NETWORKS = Json.readerFor(ListedNetwork[].class);
  private static final ObjectReader SIZES = Json.readerFor(DiskUsage.class);

  /** An engine adds up its volumes file by file. */
  private static final Duration SIZES_LIMIT = Duration.ofSeconds(60);

  private final EngineConnection connection;
  private final DockerEngine.Settings settings;
  private final Predicate<String> isVisible;

  /**
   * @param isVisible whether {@code CONTAINER_FILTER} lets a container exist for us, by its id
   */
  DockerDisposal(
      EngineConnection connection, DockerEngine.Settings settings, Predicate<String> isVisible) {
    this.connection = connection;
    this.settings = settings;
    this.isVisible = isVisible;
  }

  /** Volumes and networks first: a container that is made meanwhile is seen with them. */
  @Override
  public EngineStock stock() {
    ListedVolumes volumes =
        ask(
            "list volumes",
            "/volumes",
            answer -> VOLUMES.<ListedVolumes>readValue(answer.getBody()));
    ListedNetwork[] networks =
        ask(
            "list networks",
            "/networks",
            answer -> NETWORKS.<ListedNetwork[]>readValue(answer.getBody()));
    StoredContainer[] containers =
        ask(
            "list containers",
            "/containers/json?all=1",
            answer -> CONTAINERS.<StoredContainer[]>readValue(answer.getBody()));
    List<Holder> holders = Arrays.stream(containers).map(StoredContainer::toHolder).toList();
    return new EngineStock(
        holders,
        volumes.volumes().stream().map(ListedVolumes.Listed::toVolume).toList(),
        Arrays.stream(networks).map(ListedNetwork::toNetwork).toList());
  }

  @Override
  public Map<String, Long> sizes() {
    Call call = new Call("tell sizes", Method.GET, "/system/df", SIZES_LIMIT);
    return connection
        .ask(call, response -> SIZES.<DiskUsage>readValue(response.getBody()))
        .byName();
  }

  @Override
  public void removeContainer(String id) {
    if (!isVisible.test(id)) {
      // Gone, or left out by the filter: only a list without it tells which.
      if (stock().holders().stream().anyMatch(holder -> holder.id().equals(id))) {
        throw new EngineRefused(
            "remove container " + id, 404, "no such container among those of CONTAINER_FILTER");
      }
      return;
    }
    remove("container " + id, "/containers/%s?v=1".formatted(encoded(id)));
  }

  @Override
  public void removeVolume(String name) {
    remove("volume " + name, "/volumes/" + encoded(name));
  }

  @Override
  public void disconnect(String network, String container) {
    Call call =
        new Call(
            "disconnect container %s from network %s".formatted(container, network),
            Method.POST,
            "/networks/%s/disconnect".formatted(encoded(network)),
            Optional.of(Json.bytes(Map.of("Container", container, "Force", true))),
            settings.changeTimeout());
    try {
      connection.ask(call, Response::getStatusCode);
    } catch (EngineRefused e) {
      if (!e.isNotFound() && !e.reason().contains("is not connected")) {
        throw e;
      }
    }
  }

  @Override
  public void removeNetwork(String id) {
    remove("network " + id, "/networks/" + encoded(id));
  }

  @Override
  public void removeImage(String id) {
    remove("image " + id, "/images/" + encoded(id));
  }

  private void remove(String what, String path) {
    Call call = new Call("remove " + what, Method.DELETE, path, settings.changeTimeout());
    try {
      connection.ask(call, Response::getStatusCode);
    } catch (EngineRefused e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  private <T> T ask(String what, String path, EngineConnection.Reader<T> reader) {
    return connection.ask(new Call(what, Method.GET, path, settings.callTimeout()), reader);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }
}
