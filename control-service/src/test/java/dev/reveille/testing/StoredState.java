package dev.reveille.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files as earlier versions have written them; they are never changed, and always read. */
public final class StoredState {
  private StoredState() {}

  /** The file {@code use.json}, for one, as it was written in a format. */
  public static String ofFormat(int format, String name) {
    String resource = "/state/format-%d/%s".formatted(format, name);
    try (InputStream file = StoredState.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(file, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without its layout and the order of its members. */
  public static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
