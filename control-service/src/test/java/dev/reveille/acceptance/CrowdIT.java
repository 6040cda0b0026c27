package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** However many visitors come, there is one wake. */
class CrowdIT {
  @RegisterExtension static final Installation reveille = Installation.with();

  private static final int CROWD = 500;
  private static final int FOLLOWERS = 10;

  /** Far less than the minute that a question may take. */
  private static final Duration ANSWERED = Duration.ofSeconds(20);

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

  /** The gateway asks for all of a crowd when it asks for its first. */
  @Test
  void crowdIsAnsweredWhenItsFirstLeaves() {
    reveille.site("first").env("START_DELAY", "2").create();
    String host = reveille.siteHost("first");
    String project = reveille.sandbox().unique("first");

    List<CompletableFuture<HttpResponse<String>>> others;
    try (Visitor first = new Visitor(reveille.proxy());
        Visitor firstOfHttp2 = new Visitor(reveille.proxy())) {
      leads(first, first.request(host, "/"));
      leads(firstOfHttp2, firstOfHttp2.secureRequest(host, "/"));
      reveille.awaitState(project, "waking");
      others =
          Stream.generate(
                  () ->
                      List.of(
                          reveille.visitor().sendAsync(reveille.visitor().request(host, "/")),
                          reveille
                              .visitor()
                              .sendAsync(reveille.visitor().secureRequest(host, "/"))))
              .limit(FOLLOWERS)
              .flatMap(List::stream)
              .toList();
    }

    assertThat(CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)))
        .succeedsWithin(ANSWERED);
    assertThat(others).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
  }

  private static void leads(Visitor visitor, HttpRequest.Builder request) {
    var _ = visitor.sendAsync(request);
  }
}
