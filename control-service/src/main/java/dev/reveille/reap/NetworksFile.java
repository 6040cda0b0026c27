package dev.reveille.reap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reveille.activity.StateFiles;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks that were removed and those that were joined, kept in {@code networks.json}: what is
 * told to it is on disk when the call returns. Safe for use by many threads.
 *
 * <p>One of a newer format, or one that can't be read, is left as it is: then nothing can be kept,
 * so that nothing is removed. A damaged one is set aside.
 */
final class NetworksFile {
  static final String NAME = "networks.json";

  /** A damaged one is kept under this name, for a person to look at. */
  static final String DAMAGED = "networks.json.damaged";

  private static final Logger log = LoggerFactory.getLogger(NetworksFile.class);
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final StateFiles files;
  private final Map<String, List<StoredNetworks.Removed>> removed;
  private final Set<String> joined;
  private boolean isOurs = true;

  NetworksFile(StateFiles files) {
    this.files = files;
    StoredNetworks stored = read();
    this.removed = new HashMap<>(stored.removed());
    this.joined = new TreeSet<>(stored.joined());
  }

  synchronized List<RemovedNetwork> removed(String project) {
    return removed.getOrDefault(project, List.of()).stream()
        .map(StoredNetworks.Removed::restore)
        .toList();
  }

  /**
   * Keeps what a project's networks are, in place of what was kept of it.
   *
   * @throws UncheckedIOException when it can't be kept
   */
  synchronized void keep(String project, List<RemovedNetwork> networks) {
    List<StoredNetworks.Removed> before = removed.getOrDefault(project, List.of());
    removed.put(project, networks.stream().map(StoredNetworks.Removed::of).toList());
    removed.values().removeIf(List::isEmpty);
    try {
      write();
    } catch (UncheckedIOException e) {
      removed.put(project, before);
      removed.values().removeIf(List::isEmpty);
      throw e;
    }
  }

  synchronized Set<String> joined() {
    return Set.copyOf(joined);
  }

  /** Says that the gateway is about to be connected, or is connected no more. */
  synchronized void joined(Set<String> networks) {
    if (!joined.equals(networks)) {
      joined.clear();
      joined.addAll(networks);
      write();
    }
  }

  private void write() {
    if (!isOurs) {
      throw new UncheckedIOException(
          new java.io.IOException("%s is not ours to write".formatted(NAME)));
    }
    StoredNetworks all =
        new StoredNetworks(StoredNetworks.FORMAT, Map.copyOf(removed), List.copyOf(joined));
    try {
      files.write(NAME, MAPPER.writeValueAsString(all) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write networks as JSON", e);
    }
  }

  private StoredNetworks read() {
    try {
      return files.read(NAME).map(this::understand).orElse(StoredNetworks.NONE);
    } catch (UncheckedIOException e) {
      return leave("%s can't be used: %s".formatted(NAME, e.getMessage()));
    }
  }

  private StoredNetworks understand(String text) {
    try {
      JsonNode tree = MAPPER.readTree(text);
      int format = tree.path("format").asInt(0);
      if (format > StoredNetworks.FORMAT) {
        return leave(
            "%s has format %d, of a newer Reveille; install that version again"
                .formatted(NAME, format));
      }
      return format < StoredNetworks.FORMAT
          ? setAside(text, "it does not say {\"format\": 1}")
          : MAPPER.treeToValue(tree, StoredNetworks.class);
    } catch (JsonProcessingException e) {
      return setAside(text, e.getOriginalMessage());
    }
  }

  private StoredNetworks setAside(String text, String reason) {
    files.write(DAMAGED, text);
    log.error(
        "What was known of removed networks was damaged and is now {}; make these networks again"
            + " with Compose reason=\"{}\"",
        DAMAGED,
        reason);
    return StoredNetworks.NONE;
  }

  private StoredNetworks leave(String reason) {
    isOurs = false;
    log.error(
        "Networks of sleeping projects are neither removed nor made again until this is mended: {}",
        reason);
    return StoredNetworks.NONE;
  }
}
