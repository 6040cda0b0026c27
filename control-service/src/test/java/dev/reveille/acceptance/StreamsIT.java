package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is long, large or without an end passes through as it comes. */
class StreamsIT {
  @RegisterExtension static final Installation reveille = Installation.with();

  /** One event, and a second one when there is a file /tmp/go. */
  private static final String TWO_EVENTS =
      """
      cat >/tmp/answer <<'SCRIPT'
      #!/bin/sh
      while read -r line && [ ${#line} -gt 1 ]; do :; done
      printf 'HTTP/1.1 200 OK\\r\\nContent-Type: text/event-stream\\r\\n\\r\\ndata: 1\\n\\n'
      until [ -e /tmp/go ]; do usleep 20000; done
      printf 'data: 2\\n\\n'
      SCRIPT
      chmod +x /tmp/answer
      exec nc -ll -p 80 -e /tmp/answer
      """;

  @Test
  void webSocketWakesAProjectAndEchoes() {
    reveille.site("socket").create();

    try (Wire wire = reveille.visitor().wire()) {
      wire.head(
          "GET /ws HTTP/1.1",
          "Host: " + reveille.siteHost("socket"),
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
      assertThat(wire.readHead())
          .startsWith("HTTP/1.1 101 Switching Protocols")
          .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      assertThat(wire.send("ping").read(4)).isEqualTo("ping");
      assertThat(wire.send("pong").read(4)).isEqualTo("pong");
    }
  }

  @Test
  void eventArrivesBeforeTheNextOneIsSent() {
    String container = reveille.site("events").shell(TWO_EVENTS).create();

    try (Wire wire = reveille.visitor().wire()) {
      wire.head("GET / HTTP/1.0", "Host: " + reveille.siteHost("events"));
      assertThat(wire.readHead()).first().isEqualTo("HTTP/1.1 200 OK");
      assertThat(wire.readLine()).isEqualTo("data: 1");
      Containers.shell(container, "touch /tmp/go");
      assertThat(wire.readLine()).isEmpty();
      assertThat(wire.readLine()).isEqualTo("data: 2");
    }
  }

  @Test
  void headersOfAHundredThousandBytesPass() {
    reveille.site("headers").create();

    HttpResponse<String> answer =
        reveille.visitor().get(reveille.siteHost("headers"), "/big-header");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Big").orElse("")).hasSize(100_000);
  }

  @Test
  void largeDownloadIsWhole() {
    reveille.site("download").create();

    HttpResponse<String> answer =
        reveille.visitor().get(reveille.siteHost("download"), "/bytes?50000000");

    assertThat(answer.body()).hasSize(50_000_000);
  }

  @Test
  void answerMayTakeLongerThanAWake() {
    reveille.site("slow").create();

    HttpResponse<String> answer = reveille.visitor().get(reveille.siteHost("slow"), "/slow?3");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("after 3 s\n");
  }

  @Test
  void errorsOfTheProjectAreItsOwn() {
    reveille.site("errors").run();
    String host = reveille.siteHost("errors");

    for (int status : new int[] {404, 502, 503, 504}) {
      HttpResponse<String> answer = reveille.visitor().get(host, "/status/" + status);

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).isEqualTo("status %d\n".formatted(status));
    }
  }
}
