package dev.reveille.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonLogLayoutTest {
  private final JsonLogLayout layout = new JsonLogLayout();

  @Test
  void whatAMessageGivesByKeyIsAField() {
    JsonNode event =
        read("Could not wake project={} after={} reason=\"{}\"", "shop", "2s", "it \"exited\"");

    assertThat(texts(event))
        .isEqualTo(
            Map.of(
                "time", "2026-11-21T20:33:08.120Z",
                "level", "WARN",
                "message", "Could not wake project=shop after=2s reason=\"it \"exited\"\"",
                "logger", "dev.reveille.wake.Wakes",
                "project", "shop",
                "after", "2s",
                "reason", "it \"exited\""));
  }

  @Test
  void numbersStayNumbersAndWhatHasNoKeyStaysInTheMessage() {
    JsonNode event = read("Listens on {} port={} versions={}", "here", 7070, List.of(1, 2));

    assertThat(event.path("port").isInt()).isTrue();
    assertThat(event.path("versions").asText()).isEqualTo("[1, 2]");
    assertThat(event.path("message").asText()).startsWith("Listens on here port=7070");
    assertThat(event).hasSize(6);
  }

  @Test
  void noValueForgesAFieldOrALine() {
    String line = line("No such host={} level={}", null, "a\",\"level\":\"INFO\u0085\n\u0000", "x");

    assertThat(line.strip()).isEqualTo(line.substring(0, line.length() - 1)).doesNotContain("\n");
    assertThat(parse(line).path("level").asText()).isEqualTo("WARN");
    assertThat(parse(line).path("host").asText()).isEqualTo("a\",\"level\":\"INFO\u0085\n\u0000");
  }

  @Test
  void aStackTraceIsAFieldOfTheSameLine() {
    String line = line("Died", new IllegalStateException("no\nsuch"));

    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    assertThat(parse(line).path("error").asText())
        .startsWith("java.lang.IllegalStateException: no\nsuch")
        .contains("\tat dev.reveille.app.JsonLogLayoutTest.");
  }

  private JsonNode read(String message, Object... arguments) {
    return parse(line(message, null, arguments));
  }

  private String line(String message, @Nullable Throwable thrown, Object... arguments) {
    LoggingEvent event =
        new LoggingEvent(
            "here",
            new LoggerContext().getLogger("dev.reveille.wake.Wakes"),
            Level.WARN,
            message,
            thrown,
            arguments);
    event.setInstant(Instant.parse("2026-11-21T20:33:08.120Z"));
    return layout.doLayout(event);
  }

  private static Map<String, String> texts(JsonNode event) {
    return event.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().asText()));
  }

  private static JsonNode parse(String line) {
    try {
      return JsonMapper.builder().build().readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }
}
