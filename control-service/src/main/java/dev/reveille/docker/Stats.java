package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is read of {@code GET /containers/{id}/stats}. */
record Stats(@JsonProperty("cpu_stats") @Nullable Processors processors) {
  record Processors(@JsonProperty("cpu_usage") @Nullable Usage usage) {}

  record Usage(@JsonProperty("total_usage") long nanos) {}

  /** Zero where the container does not run. */
  Duration processorTime() {
    return processors == null || processors.usage() == null
        ? Duration.ZERO
        : Duration.ofNanos(processors.usage().nanos());
  }
}
