package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With {@code WAKE_MAX_CONCURRENT=1} projects wake one after another. */
class WakeQueueIT {
  @RegisterExtension
  static final Installation reveille =
      Installation.with("WAKE_MAX_CONCURRENT", "1", "WAKE_PATIENCE", "200ms");

  @Test
  void secondProjectQueuesAndSaysSo() {
    // The service of a standalone container is called as the container is.
    String project = reveille.sandbox().unique("first");
    String first = reveille.site("first").env("START_DELAY", "3").create();
    String second = reveille.site("second").create();
    String waiting = reveille.siteHost("second");

    CompletableFuture<HttpResponse<String>> busy =
        reveille.visitor().sendAsync(reveille.visitor().request(reveille.siteHost("first"), "/"));
    reveille.awaitStep(project, project, "started");
    HttpResponse<String> page = reveille.visitor().navigate(waiting, "/");

    assertThat(page.statusCode()).isEqualTo(202);
    assertThat(page.body()).contains("waiting for other projects, number 1 in the queue");
    assertThat(Containers.status(second)).isEqualTo("created");
    assertThat(reveille.visitor().get(waiting, "/").body()).isEqualTo("second\n");
    assertThat(busy.join().body()).isEqualTo("first\n");
    assertThat(Containers.startedAt(second)).isAfter(Containers.startedAt(first));
  }
}
