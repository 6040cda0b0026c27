package dev.reveille.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is wrong with a body, by the path of the field: {@code $.host: expected a string}. */
final class JsonMistake {
  private static final int LONGEST_KEY = 100;

  private JsonMistake() {}

  static String of(JsonProcessingException e) {
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          path(unknown) + ": there is no such field; known: " + known(unknown);
      case MismatchedInputException mismatch when mismatch.getTargetType() != null ->
          path(mismatch) + ": expected " + name(mismatch.getTargetType());
      case JsonMappingException other -> path(other) + ": " + other.getOriginalMessage();
      default -> "the body is not JSON: " + e.getOriginalMessage();
    };
  }

  private static String path(JsonProcessingException e) {
    List<Reference> references =
        e instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
    return references.stream().map(JsonMistake::part).collect(Collectors.joining("", "$", ""));
  }

  private static String part(Reference reference) {
    String name = reference.getFieldName();
    if (name == null) {
      return "[" + reference.getIndex() + "]";
    }
    String begin = name.substring(0, Math.min(name.length(), LONGEST_KEY));
    return begin.matches("\\w+") ? "." + begin : "[\"" + begin + "\"]";
  }

  private static String known(UnrecognizedPropertyException e) {
    Collection<Object> known = e.getKnownPropertyIds();
    return known == null
        ? "none"
        : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String name(Class<?> type) {
    if (type == String.class) {
      return "a string";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a whole number";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return Map.class.isAssignableFrom(type) || type.isRecord() ? "an object" : "something else";
  }
}
