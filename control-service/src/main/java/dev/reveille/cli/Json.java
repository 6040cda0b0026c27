package dev.reveille.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that was received; what is missing reads as empty. Jackson's own trees would take
 * nearly as long to load as all the rest of a command.
 */
final class Json {
  static final Json MISSING = new Json(null);

  private final @Nullable Object value;

  private Json(@Nullable Object value) {
    this.value = value;
  }

  /**
   * Reads one value.
   *
   * @throws IOException when it is not JSON
   */
  static Json read(byte[] bytes) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(bytes)) {
      parser.nextToken();
      return value(parser);
    }
  }

  /** The field of an object. */
  Json at(String name) {
    Object found = value instanceof Map<?, ?> object ? object.get(name) : null;
    return found instanceof Json json ? json : MISSING;
  }

  /** The elements of an array, or the values of an object, in their order. */
  List<Json> all() {
    List<Json> all = new ArrayList<>();
    for (Object each : elements()) {
      if (each instanceof Json json) {
        all.add(json);
      }
    }
    return all;
  }

  private Iterable<?> elements() {
    if (value instanceof Map<?, ?> object) {
      return object.values();
    }
    return value instanceof List<?> array ? array : List.of();
  }

  /** A string, or a number or boolean as it is written. */
  String text() {
    return value instanceof String text ? text : "";
  }

  boolean isTrue() {
    return text().equals("true");
  }

  boolean isMissing() {
    return value == null;
  }

  private static Json value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return new Json(object(parser));
    }
    if (token == JsonToken.START_ARRAY) {
      return new Json(array(parser));
    }
    return token == null || token == JsonToken.VALUE_NULL ? MISSING : new Json(parser.getText());
  }

  private static Map<String, Json> object(JsonParser parser) throws IOException {
    Map<String, Json> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return fields;
  }

  private static List<Json> array(JsonParser parser) throws IOException {
    List<Json> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return elements;
  }
}
