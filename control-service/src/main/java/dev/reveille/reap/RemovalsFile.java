package dev.reveille.reap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reveille.activity.StateFiles;
import java.time.DateTimeException;

/**
 * {@code removals.json}: read and written whole, with its format's number in it, so that an older
 * version of this program does not overwrite what it can't read.
 */
final class RemovalsFile {
  static final String NAME = "removals.json";

  /** A damaged one is kept under this name, for a person to look at. */
  static final String DAMAGED = "removals.json.damaged";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final StateFiles files;

  /** What was found. */
  sealed interface Found {
    /** What was remembered; nothing, where there is no file. */
    record Known(Memory memory) implements Found {}

    /** Written by a newer version: neither used nor changed. */
    record Newer(int format) implements Found {}

    /** It can't be understood, and has been set aside. */
    record Damaged(String reason) implements Found {}
  }

  RemovalsFile(StateFiles files) {
    this.files = files;
  }

  /** Fails with the files' own exception when they can't be read. */
  Found read() {
    return files.read(NAME).map(this::understand).orElseGet(() -> new Found.Known(Memory.NONE));
  }

  /** Fails with the files' own exception when they can't be written. */
  void write(Memory memory) {
    try {
      StoredRemovals stored = StoredRemovals.of(memory);
      files.write(NAME, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(stored) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write removals as JSON", e);
    }
  }

  private Found understand(String text) {
    try {
      JsonNode tree = MAPPER.readTree(text);
      int format = tree.path("format").asInt(0);
      if (format > StoredRemovals.FORMAT) {
        return new Found.Newer(format);
      }
      if (format < StoredRemovals.FORMAT) {
        return setAside(text, "it does not say {\"format\": 1}");
      }
      return new Found.Known(MAPPER.treeToValue(tree, StoredRemovals.class).memory());
    } catch (JsonProcessingException | DateTimeException | NullPointerException e) {
      return setAside(text, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private Found setAside(String text, String reason) {
    files.write(DAMAGED, text);
    write(Memory.NONE);
    return new Found.Damaged(reason);
  }
}
