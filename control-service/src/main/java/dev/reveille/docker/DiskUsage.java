package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is read of {@code GET /system/df}; sizes in bytes. */
record DiskUsage(
    @JsonProperty("Images") List<Image> images,
    @JsonProperty("Containers") List<Written> containers,
    @JsonProperty("Volumes") List<OfVolume> volumes) {

  record Image(@JsonProperty("Id") String id, @JsonProperty("Size") long size) {}

  /**
   * @param size of what it has written over its image
   */
  record Written(@JsonProperty("Id") String id, @JsonProperty("SizeRw") long size) {}

  record OfVolume(
      @JsonProperty("Name") String name, @JsonProperty("UsageData") @Nullable Usage usage) {}

  /**
   * @param size -1 where the volume's driver does not tell
   */
  record Usage(@JsonProperty("Size") long size) {}

  Map<String, Long> byName() {
    Map<String, Long> sizes = new HashMap<>();
    images.forEach(image -> sizes.put(image.id(), image.size()));
    containers.forEach(container -> sizes.put(container.id(), container.size()));
    for (OfVolume volume : volumes) {
      if (volume.usage() != null && volume.usage().size() >= 0) {
        sizes.put(volume.name(), volume.usage().size());
      }
    }
    return sizes;
  }
}
