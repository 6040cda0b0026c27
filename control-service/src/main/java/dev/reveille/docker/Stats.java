package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reveille.project.Consumption;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is read of {@code GET /containers/{id}/stats}.
 *
 * <p>An engine without control groups (Docker's rootless mode on a host with version 1 of them)
 * gives the whole machine's figures for each container, and counts no processes.
 */
record Stats(
    @JsonProperty("pids_stats") @Nullable Processes processes,
    @JsonProperty("cpu_stats") @Nullable Processors processors,
    @JsonProperty("memory_stats") @Nullable Memory memory) {
  record Processes(@Nullable Long current) {}

  record Processors(@JsonProperty("cpu_usage") @Nullable Usage usage) {}

  record Usage(@JsonProperty("total_usage") long nanos) {}

  /** In bytes; the parts have other names with version 1 of control groups than with 2. */
  record Memory(long usage, @JsonProperty("stats") @Nullable Map<String, Long> parts) {
    private long withoutCaches() {
      if (parts == null) {
        return usage;
      }
      long version2 = parts.getOrDefault("inactive_file", 0L);
      return Math.max(0, usage - parts.getOrDefault("total_inactive_file", version2));
    }
  }

  /** Nothing where the container does not run, or its share can't be told. */
  Consumption consumption() {
    long bytes = memory == null || !isOfContainer() ? 0 : memory.withoutCaches();
    return new Consumption(processorTime(), bytes);
  }

  /** Zero where the container does not run, or its share can't be told. */
  Duration processorTime() {
    return isOfContainer() ? processorsTime() : Duration.ZERO;
  }

  /** Whether these are the figures of something that runs, but not of the container. */
  boolean isOfMachine() {
    return !isOfContainer() && processorsTime().isPositive();
  }

  private boolean isOfContainer() {
    return processes != null && processes.current() != null;
  }

  private Duration processorsTime() {
    return processors == null || processors.usage() == null
        ? Duration.ZERO
        : Duration.ofNanos(processors.usage().nanos());
  }
}
