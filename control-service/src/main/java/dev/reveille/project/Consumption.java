package dev.reveille.project;

import java.time.Duration;

/**
 * What a container takes of the machine.
 *
 * @param processorTime as {@link ContainerEngine#processorTime}
 * @param memoryBytes what would be free without it: file caches that can be dropped left out
 */
public record Consumption(Duration processorTime, long memoryBytes) {}
