package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What others start, stop, kill and remove is followed. */
class ByHandIT {
  @RegisterExtension static final Installation reveille = Installation.with();

  @Test
  void containerStartedByHandIsRoutedWithoutAWake() {
    String container = reveille.site("started").shell(Containers.COUNTED_APP).create();
    String host = reveille.siteHost("started");
    reveille.sandbox().start(container);
    reveille.awaitState(reveille.sandbox().unique("started"), "running");

    HttpResponse<String> answer = reveille.visitor().get(host, "/");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(reveille.proxy().log()).doesNotContain("Waking project=" + project("started"));
  }

  @Test
  void containerStoppedByHandSleepsAndIsWokenAgain() {
    String container = reveille.site("stopped").shell(Containers.COUNTED_APP).create();
    String host = reveille.siteHost("stopped");
    assertThat(reveille.visitor().get(host, "/").statusCode()).isEqualTo(200);
    reveille.sandbox().stop(container);
    reveille.awaitState(project("stopped"), "asleep");

    HttpResponse<String> answer = reveille.visitor().get(host, "/");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Containers.starts(container)).isEqualTo(2);
  }

  @Test
  void removedContainerLeavesNoHostBehind() {
    String container = reveille.site("removed").run();
    String host = reveille.siteHost("removed");
    reveille.sandbox().remove(container);

    Eventually.passes(
        () -> assertThat(reveille.visitor().get(host, "/").statusCode()).isEqualTo(404));
  }

  @Test
  void whoComesRightAfterACrashIsServedAllTheSame() {
    String container = reveille.site("killed").shell(Containers.COUNTED_APP).create();
    String host = reveille.siteHost("killed");
    assertThat(reveille.visitor().get(host, "/").statusCode()).isEqualTo(200);
    reveille.sandbox().kill(container);

    assertThat(reveille.visitor().get(host, "/").statusCode()).isEqualTo(200);
    reveille.sandbox().kill(container);

    try (Wire wire = reveille.visitor().wire()) {
      // With its head, and so still in the gateway's memory when the container does not answer.
      String body = "\r\n\r\nhello";
      wire.send("POST /echo HTTP/1.0\r\nHost: %s\r\nContent-Length: 5%s".formatted(host, body));
      assertThat(wire.readHead()).first().isEqualTo("HTTP/1.1 200 OK");
      assertThat(wire.read(5)).isEqualTo("hello");
    }
    assertThat(Containers.starts(container)).isEqualTo(3);
  }

  private static String project(String site) {
    return reveille.sandbox().unique(site);
  }
}
