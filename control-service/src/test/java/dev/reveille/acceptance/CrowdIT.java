package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** However many visitors come, there is one wake. */
class CrowdIT {
  @RegisterExtension static final Installation reveille = Installation.with();

  private static final int CROWD = 500;

  @Test
  void fiveHundredAtOnceCauseOneStartAndNoError() {
    String container =
        reveille
            .site("crowded")
            .shell("echo begins; sleep 1; echo hi >/tmp/index.html; exec httpd -f -p 80 -h /tmp")
            .create();
    String host = reveille.siteHost("crowded");

    List<CompletableFuture<HttpResponse<String>>> visits =
        Stream.generate(() -> reveille.visitor().sendAsync(reveille.visitor().request(host, "/")))
            .limit(CROWD)
            .toList();

    assertThat(visits).allSatisfy(visit -> assertThat(visit.join().body()).isEqualTo("hi\n"));
    assertThat(Containers.starts(container)).isEqualTo(1);
  }

  @Test
  void wakeGoesOnWhenWhoBeganItLeaves() {
    reveille.site("left").env("START_DELAY", "1").create();
    String host = reveille.siteHost("left");
    String project = reveille.sandbox().unique("left");

    try (Wire wire = reveille.visitor().wire()) {
      wire.head("GET / HTTP/1.1", "Host: " + host);
      reveille.awaitState(project, "waking");
    }

    reveille.awaitState(project, "running");
    HttpResponse<String> later = reveille.visitor().get(host, "/");
    assertThat(later.headers().firstValue("Reveille-Wake")).hasValue("warm");
  }
}
