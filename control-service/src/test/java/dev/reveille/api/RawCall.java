package dev.reveille.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A call whose headers are what the test says, {@code Host} and {@code Cookie} too. */
record RawCall(String method, String path, List<String> headers, String body) {
  static RawCall of(String method, String path) {
    return new RawCall(method, path, List.of(), "");
  }

  RawCall with(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name + ": " + value);
    return new RawCall(method, path, more, body);
  }

  RawCall sending(String json) {
    return new RawCall(method, path, headers, json);
  }

  /** What came back; the names of headers in lower case. */
  record Answer(int status, List<String> headers, String body) {
    Optional<String> header(String name) {
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }

    JsonNode json() {
      try {
        return JsonMapper.builder().build().readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError(body, e);
      }
    }

    String problem() {
      return json().path("type").asText();
    }

    /** {@code reveille-session=…}, as a browser sends it back. */
    String cookie() {
      return header("set-cookie").orElseThrow().replaceFirst(";.*", "");
    }
  }

  Answer at(ControlApi api) {
    StringBuilder text = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(method, path));
    headers.forEach(line -> text.append(line).append("\r\n"));
    if (headers.stream().noneMatch(line -> line.startsWith("Host:"))) {
      text.append("Host: 127.0.0.1:%d\r\n".formatted(api.port()));
    }
    text.append("Connection: close\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body));
    try (Socket socket = api.connect(text.toString())) {
      return answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer answer(String text) {
    int end = text.indexOf("\r\n\r\n");
    List<String> head = text.substring(0, end).lines().toList();
    int status = Integer.parseInt(head.getFirst().split(" ", -1)[1]);
    return new Answer(status, head.subList(1, head.size()), text.substring(end + 4));
  }
}
