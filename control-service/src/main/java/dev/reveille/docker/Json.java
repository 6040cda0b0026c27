package dev.reveille.docker;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;

/**
 * Reads the engine's JSON into records of what is used of it. Absent and {@code null} lists, maps
 * and texts, of which the engine has many, are empty ones; absent records are {@code null}.
 */
final class Json {
  private static final JsonMapper MAPPER = mapper();

  private Json() {}

  static ObjectReader readerFor(Class<?> type) {
    return MAPPER.readerFor(type);
  }

  /** What is sent to the engine. */
  static byte[] bytes(Object content) {
    try {
      return MAPPER.writeValueAsBytes(content);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("can't be written as JSON: " + content, e);
    }
  }

  private static JsonMapper mapper() {
    JsonSetter.Value empty = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
    return JsonMapper.builder()
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        // What reads an answer is made when the first one comes, beside the rest of the start.
        .disable(DeserializationFeature.EAGER_DESERIALIZER_FETCH)
        .withConfigOverride(String.class, it -> it.setSetterInfo(empty))
        .withConfigOverride(List.class, it -> it.setSetterInfo(empty))
        .withConfigOverride(Map.class, it -> it.setSetterInfo(empty))
        .build();
  }
}
