package dev.reveille.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code CONTAINER_FILTER} says, as the engine wants it: {@code
 * {"label":["team=blue"],"name":["shop"]}}.
 */
record Filters(Map<String, List<String>> byKey) {
  /** What tells which container it is. A filter on its state would make sleeping ones vanish. */
  private static final Set<String> KEYS =
      Set.of("ancestor", "id", "label", "name", "network", "volume");

  /**
   * The events that can change what is known of a container. Exec events are left out, as a
   * HEALTHCHECK causes some every few seconds. Those of networks are left out too: starts and stops
   * cause them as well, and a network taken from a running container is found by reconciliation.
   */
  private static final List<String> CHANGES =
      List.of(
          "create",
          "start",
          "die",
          "destroy",
          "pause",
          "unpause",
          "rename",
          "update",
          "health_status");

  private static final JsonMapper JSON = new JsonMapper();

  Filters {
    byKey = Collections.unmodifiableMap(new TreeMap<>(byKey));
  }

  /**
   * @param entries {@code label=team=blue}
   * @throws IllegalArgumentException naming the entry that is no filter
   */
  static Filters from(List<String> entries) {
    Map<String, List<String>> byKey = new TreeMap<>();
    for (String entry : entries) {
      String[] parts = entry.split("=", 2);
      if (parts.length < 2 || parts[1].isBlank() || !KEYS.contains(parts[0])) {
        throw new IllegalArgumentException(
            "\"%s\" is no filter; write key=value with a key of %s, as label=team=blue"
                .formatted(entry, String.join(", ", KEYS.stream().sorted().toList())));
      }
      byKey.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(parts[1]);
    }
    return new Filters(byKey);
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** As a query parameter of the list of containers. */
  String ofContainers() {
    return encoded(byKey);
  }

  /**
   * As a query parameter of the stream of events. Only labels mean the same there; without the rest
   * the stream says "look again" more often than it would have to.
   */
  String ofEvents() {
    Map<String, List<String>> filters = new TreeMap<>();
    filters.put("type", List.of("container"));
    filters.put("event", CHANGES);
    if (byKey.containsKey("label")) {
      filters.put("label", byKey.getOrDefault("label", List.of()));
    }
    return encoded(filters);
  }

  private static String encoded(Map<String, List<String>> filters) {
    try {
      return "filters="
          + URLEncoder.encode(JSON.writeValueAsString(filters), StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts can always be written", e);
    }
  }
}
