package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reveille.project.EngineStock.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is read of {@code GET /volumes}. */
record ListedVolumes(@JsonProperty("Volumes") List<Listed> volumes) {
  /**
   * @param options {@code {"type": "none", "o": "bind", "device": "/srv/projects/shop"}}
   */
  record Listed(
      @JsonProperty("Name") String name,
      @JsonProperty("Labels") Map<String, String> labels,
      @JsonProperty("Options") Map<String, String> options,
      @JsonProperty("CreatedAt") String createdAt) {
    Volume toVolume() {
      Optional<String> device =
          Optional.ofNullable(options.get("device")).filter(it -> it.startsWith("/"));
      return new Volume(name, labels, device, Times.parse(createdAt));
    }
  }
}
