package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reveille.project.EngineStock;
import java.util.Map;

/** What is read of an entry of {@code GET /networks}. */
record ListedNetwork(
    @JsonProperty("Id") String id,
    @JsonProperty("Name") String name,
    @JsonProperty("Labels") Map<String, String> labels,
    @JsonProperty("Created") String created) {
  EngineStock.Network toNetwork() {
    return new EngineStock.Network(id, name, labels, Times.parse(created));
  }
}
