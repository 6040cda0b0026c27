package dev.reveille.activity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code use.json}: read once and written whole, with its format's number in it.
 *
 * <p>What can't be understood never stops the service here: one that can't be read, or of a newer
 * format, which ends the service's start, is left as it is and nothing is written; a damaged one is
 * set aside. Either way the projects count as used when they are first seen, and as unknown.
 */
final class UseFile {
  static final String NAME = "use.json";

  /** A damaged one is kept under this name, for a person to look at. */
  static final String DAMAGED = "use.json.damaged";

  private static final Logger log = LoggerFactory.getLogger(UseFile.class);
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private static final StoredUse NOTHING = new StoredUse(StoredUse.FORMAT, Map.of(), Map.of());

  private final StateFiles files;
  private boolean isOurs = true;
  private boolean failed;

  UseFile(StateFiles files) {
    this.files = files;
  }

  /** What was known; nothing where there is no such file, or none that can be used. */
  StoredUse read() {
    try {
      return files.read(NAME).map(this::understand).orElse(NOTHING);
    } catch (UncheckedIOException e) {
      leave("%s can't be used: %s".formatted(NAME, e.getMessage()));
      return NOTHING;
    }
  }

  /** Whether it is on disk now, or must not be; tells when it can't be written, once. */
  boolean write(StoredUse use) {
    if (!isOurs) {
      return true;
    }
    try {
      files.write(NAME, MAPPER.writeValueAsString(use) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write the projects' use as JSON", e);
    } catch (UncheckedIOException e) {
      if (!failed) {
        log.error(
            "What is known of the projects' use can't be kept, will retry: {}", e.getMessage());
      }
      failed = true;
      return false;
    }
    if (failed) {
      log.info("What is known of the projects' use is kept again");
    }
    failed = false;
    return true;
  }

  private StoredUse understand(String text) {
    try {
      JsonNode tree = MAPPER.readTree(text);
      int format = tree.path("format").asInt(0);
      if (format > StoredUse.FORMAT) {
        leave(
            "%s has format %d, of a newer Reveille; install that version again, or move the file away"
                .formatted(NAME, format));
        return NOTHING;
      }
      if (format < StoredUse.FORMAT) {
        return setAside(text, "it does not say {\"format\": 1}");
      }
      return MAPPER.treeToValue(tree, StoredUse.class).checked();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return setAside(text, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private StoredUse setAside(String text, String reason) {
    files.write(DAMAGED, text);
    log.error(
        "What was known of the projects' use was damaged and is now {}; all of them count as used"
            + " now reason=\"{}\"",
        DAMAGED,
        reason);
    return NOTHING;
  }

  private void leave(String reason) {
    isOurs = false;
    log.error(
        "All projects count as used now, and their use is not kept across restarts: {}", reason);
  }
}
