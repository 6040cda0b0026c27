package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import dev.reveille.testing.TemporaryDirectory;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Projects that are not as a recent Compose would leave them. */
class UnusualStartsIT {
  @RegisterExtension static final Installation reveille = Installation.with();

  @Test
  void withoutAnyOrderWhatEndsBecauseAnotherIsMissingIsStartedAgain() {
    try (TemporaryDirectory shared = TemporaryDirectory.make("shared")) {
      String volume = shared.path() + ":/shared";
      ComposeProject old = reveille.compose("old");
      old.service("db").volume(volume).shell("sleep 1; touch /shared/up; exec /app").create();
      String web =
          old.service("web")
              .label("reveille.host", old.host())
              .volume(volume)
              .shell("echo begins; test -e /shared/up || exit 1; exec /app")
              .create();

      HttpResponse<String> answer = reveille.visitor().get(reveille.known(old.host()), "/");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(Containers.starts(web)).isGreaterThan(1);
    }
  }

  @Test
  void pausedProjectGoesOnWhereItWas() {
    String container = reveille.site("paused").shell(Containers.COUNTED_APP).run();
    String host = reveille.siteHost("paused");
    assertThat(reveille.visitor().get(host, "/").statusCode()).isEqualTo(200);
    reveille.sandbox().pause(container);
    awaitAsleepInGateway(host);

    HttpResponse<String> answer = reveille.visitor().get(host, "/");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Reveille-Wake")).hasValue("cold");
    assertThat(Containers.starts(container)).isEqualTo(1);
  }

  @Test
  void vanishedNetworkIsNamedInTheEnginesWords() {
    String network = reveille.sandbox().network("gone");
    reveille.site("homeless").network(network).create();
    reveille.sandbox().removeNetwork(network);
    String host = reveille.siteHost("homeless");

    HttpResponse<String> answer = reveille.visitor().get(host, "/");
    HttpResponse<String> page = reveille.visitor().navigate(host, "/");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("network").contains("not found");
    assertThat(page.statusCode()).isEqualTo(502);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.body()).contains("network").contains("not found");
    assertThat(lastOutcome("homeless")).contains("network").contains("not found");
    assertThat(reveille.proxy().log()).contains("network").contains("not found");
  }

  /** The gateway itself answers where it takes the project for running; that wakes nothing. */
  private static void awaitAsleepInGateway(String host) {
    String events = "/.well-known/reveille/wake-events";
    Eventually.passes(
        () ->
            assertThat(reveille.visitor().get(host, events).body())
                .doesNotContainPattern("event: ?ready"));
  }

  private static String lastOutcome(String site) {
    return reveille
        .admin()
        .project(reveille.sandbox().unique(site))
        .at("/lastWake/outcomes")
        .toString();
  }
}
