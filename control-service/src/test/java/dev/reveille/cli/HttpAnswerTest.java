package dev.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {
  @Test
  void readsStatusAndJson() {
    String body = "{\"a\":[1,true,null,{\"b\":\"é\"}]}";
    String head = "HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: " + bytes(body).length;

    Answer answer = HttpAnswer.read(bytes(head + "\r\n\r\n" + body)).orElseThrow();

    assertThat(answer.isSuccess()).isTrue();
    assertThat(answer.body().at("a").all()).extracting(Json::text).startsWith("1", "true", "");
    assertThat(answer.body().at("a").all().getLast().at("b").text()).isEqualTo("é");
    assertThat(answer.body().at("a").at("b").isMissing()).isTrue();
  }

  @Test
  void aBodyMayBeMissing() {
    Answer answer = HttpAnswer.read(bytes("HTTP/1.1 503 Busy\r\n\r\n")).orElseThrow();

    assertThat(answer.problem()).isEqualTo("status 503");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "HTTP/1.1 ",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{\"a\":",
      })
  void anythingElseIsNoAnswer(String received) {
    assertThat(HttpAnswer.read(bytes(received))).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
