package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reveille.project.EngineStock.Holder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is read of an entry of {@code GET /containers/json} to know what the container holds. */
record StoredContainer(
    @JsonProperty("Id") String id,
    @JsonProperty("Names") List<String> names,
    @JsonProperty("State") String state,
    @JsonProperty("Labels") Map<String, String> labels,
    @JsonProperty("ImageID") String imageId,
    @JsonProperty("Created") long created,
    @JsonProperty("Mounts") List<Mount> mounts,
    @JsonProperty("NetworkSettings") @Nullable NetworkSettings networkSettings) {

  /**
   * @param type {@code volume}, {@code bind}, {@code tmpfs}
   * @param source a bind's directory on the host
   */
  record Mount(
      @JsonProperty("Type") String type,
      @JsonProperty("Name") String name,
      @JsonProperty("Source") String source) {}

  record NetworkSettings(@JsonProperty("Networks") Map<String, Endpoint> networks) {}

  record Endpoint(@JsonProperty("NetworkID") String networkId) {}

  Holder toHolder() {
    return new Holder(
        id,
        names.stream().findFirst().map(name -> name.replaceFirst("^/", "")).orElse(id),
        new StateWords(state, "").status(),
        labels,
        mounted("volume", Mount::name),
        mounted("bind", Mount::source),
        networks(),
        imageId,
        Instant.ofEpochSecond(created));
  }

  private Set<String> mounted(String type, Function<Mount, String> what) {
    return mounts.stream()
        .filter(mount -> mount.type().equals(type))
        .map(what)
        .filter(it -> !it.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Set<String> networks() {
    if (networkSettings == null) {
      return Set.of();
    }
    Stream<String> ids = networkSettings.networks().values().stream().map(Endpoint::networkId);
    return Stream.concat(networkSettings.networks().keySet().stream(), ids)
        .filter(it -> !it.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
