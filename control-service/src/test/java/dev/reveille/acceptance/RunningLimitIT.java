package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With {@code PROJECT_MAX_RUNNING=1}, one project makes room for the next. */
class RunningLimitIT {
  @RegisterExtension
  static final Installation reveille = Installation.with("PROJECT_MAX_RUNNING", "1");

  @Test
  void aVisitorWaitsUntilTheOtherProjectIsNotUsedAnyMore() {
    String first = reveille.site("first").create();
    String second = reveille.site("second").create();
    reveille.siteHost("second");
    Wire wire = reveille.visitor().wire();
    CompletableFuture<HttpResponse<String>> waiting;
    try (wire) {
      wire.head(
          "GET /ws HTTP/1.1",
          "Host: " + reveille.siteHost("first"),
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
      assertThat(wire.readHead()).first().isEqualTo("HTTP/1.1 101 Switching Protocols");

      waiting =
          CompletableFuture.supplyAsync(() -> reveille.visitor().get(reveille.host("second"), "/"));
      String project = reveille.sandbox().unique("second");
      Eventually.passes(
          () ->
              assertThat(reveille.admin().wake(project).path("queuePosition").asInt())
                  .isEqualTo(1));
      assertThat(wire.send("ping").read(4)).isEqualTo("ping");
      assertThat(Containers.status(second)).isEqualTo("created");
    }

    assertThat(Eventually.get(waiting).statusCode()).isEqualTo(200);
    assertThat(Containers.status(first)).isEqualTo("exited");
  }
}
