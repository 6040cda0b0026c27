package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replicas share the load, and one that fails costs a visitor as little as can be. */
class UpstreamsIT {
  @RegisterExtension static final Installation reveille = Installation.with();

  /** Its server may end without the container. */
  private static final String SERVER_BESIDE = "/app & exec sleep 1000";

  /** Few connections may wait until it takes them. */
  private static final String SHORT_QUEUE = "nc -ll -p 80 -e /app answer & exec sleep 1000";

  /** Takes requests, writes down their first line, and closes without an answer. */
  private static final String HANGS_UP =
      """
      cat >/tmp/answer <<'SCRIPT'
      #!/bin/sh
      read -r line && echo "$line" >>/tmp/requests
      SCRIPT
      chmod +x /tmp/answer
      exec nc -ll -p 80 -e /tmp/answer
      """;

  @Test
  void replicasShareTheLoadAndOneThatRefusesIsSkipped() {
    ComposeProject shop = reveille.compose("replicas");
    replica(shop, 1);
    String second = replica(shop, 2);
    String host = reveille.known(shop.host());
    Eventually.passes(
        () -> assertThat(reveille.admin().project(shop.name()).path("containers")).hasSize(2));

    Eventually.passes(() -> assertThat(answers(host)).containsExactlyInAnyOrder("1\n", "2\n"));
    Containers.shell(second, "killall nc");

    assertThat(answers(host)).containsExactly("1\n");
  }

  @Test
  void requestThatWasSentIsNotSentAgainUnlessThatIsSafe() {
    String container = reveille.site("hangs-up").shell(HANGS_UP).create();
    String host = reveille.siteHost("hangs-up");

    HttpResponse<String> post = reveille.visitor().post(host, "/buy", new byte[] {'1'});
    HttpResponse<String> get = reveille.visitor().get(host, "/look");

    assertThat(post.statusCode()).isEqualTo(502);
    assertThat(post.headers().firstValue("Retry-After")).isPresent();
    assertThat(get.statusCode()).isEqualTo(502);
    String requests = Containers.shell(container, "cat /tmp/requests");
    assertThat(requests).containsOnlyOnce("POST /buy");
    assertThat(requests.lines().filter(line -> line.startsWith("GET /look"))).hasSize(2);
  }

  @Test
  void whoComesWhileAProjectHangsIsServedWhenItGoesOn() {
    String container = reveille.site("hangs").shell(SHORT_QUEUE).create();
    String host = reveille.siteHost("hangs");
    assertThat(reveille.visitor().get(host, "/").statusCode()).isEqualTo(200);
    Containers.shell(container, "killall -STOP nc");

    List<CompletableFuture<HttpResponse<String>>> visits =
        Stream.generate(() -> reveille.visitor().sendAsync(reveille.visitor().request(host, "/")))
            .limit(30)
            .toList();
    reveille.awaitState(reveille.sandbox().unique("hangs"), "waking");
    Containers.shell(container, "killall -CONT nc");

    assertThat(visits).allSatisfy(visit -> assertThat(visit.join().statusCode()).isEqualTo(200));
  }

  private static String replica(ComposeProject project, int number) {
    return project
        .replica("web", number)
        .label("reveille.host", project.host())
        .env("NAME", String.valueOf(number))
        .shell(SERVER_BESIDE)
        .create();
  }

  /** Of ten requests, all of which have to succeed. */
  private static Set<String> answers(String host) {
    Set<String> answers = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      HttpResponse<String> answer = reveille.visitor().get(host, "/");
      assertThat(answer.statusCode()).isEqualTo(200);
      answers.add(answer.body());
    }
    return answers;
  }
}
