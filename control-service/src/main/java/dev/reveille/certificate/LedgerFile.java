package dev.reveille.certificate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * {@code ledger.json}: read and written whole, with its format's number in it, so that an older
 * version of this program does not overwrite what it can't read.
 */
final class LedgerFile {
  static final String NAME = "ledger.json";

  /** A damaged one is kept under this name, for a person to look at. */
  static final String DAMAGED = "ledger.json.damaged";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final PemFiles files;

  /** What was found. */
  sealed interface Found {
    /** No file: nothing was ordered yet. */
    record Nothing() implements Found {}

    /** What was known. */
    record Known(StoredLedger ledger) implements Found {}

    /** Written by a newer version: neither used nor changed. */
    record Newer(int format) implements Found {}

    /** No ledger at all; it has been set aside. */
    record Damaged(String reason) implements Found {}
  }

  LedgerFile(PemFiles files) {
    this.files = files;
  }

  /** Fails with the files' own exception when they can't be read. */
  Found read() {
    return files.read(NAME).map(this::understand).orElseGet(Found.Nothing::new);
  }

  /** Fails with the files' own exception when they can't be written. */
  void write(StoredLedger ledger) {
    try {
      files.write(NAME, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(ledger) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write the ledger of orders as JSON", e);
    }
  }

  private Found understand(String text) {
    try {
      JsonNode tree = MAPPER.readTree(text);
      int format = tree.path("format").asInt(0);
      if (format > StoredLedger.FORMAT) {
        return new Found.Newer(format);
      }
      if (format < StoredLedger.FORMAT) {
        return setAside(text, "it does not say {\"format\": 1}");
      }
      return new Found.Known(MAPPER.treeToValue(tree, StoredLedger.class).checked());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return setAside(text, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private Found setAside(String text, String reason) {
    files.write(DAMAGED, text);
    files.remove(NAME);
    return new Found.Damaged(reason);
  }
}
