package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A wake that can't succeed ends soon, and says why. */
class FailedWakesIT {
  @RegisterExtension static final Installation reveille = Installation.with("WAKE_TIMEOUT", "5s");

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String CRASH = "sleep 0.3; echo the password is rosebud; exit 3";

  @Test
  void crashIsToldWithinASecond() {
    // A machine that is busy with something else only ever makes it later.
    Duration took = untilCrashIsTold("crash-1");
    for (int i = 2; i <= 3 && took.compareTo(SECOND) >= 0; i++) {
      took = untilCrashIsTold("crash-" + i);
    }
    assertThat(took).isLessThan(SECOND);
  }

  private Duration untilCrashIsTold(String name) {
    String container = reveille.site(name).shell(CRASH).create();

    HttpResponse<String> answer = reveille.visitor().get(reveille.siteHost(name), "/");
    Instant told = InstantSource.system().instant();

    assertThat(answer.statusCode()).isEqualTo(502);
    return Duration.between(Containers.finishedAt(container), told);
  }

  @Test
  void crashNamesContainerAndExitCodeButShowsItsLogToAdministratorsOnly() {
    reveille.site("secretive").shell(CRASH).create();
    String name = reveille.sandbox().unique("secretive");
    String host = reveille.siteHost("secretive");

    HttpResponse<String> json = reveille.visitor().get(host, "/");
    HttpResponse<String> page = reveille.visitor().navigate(host, "/");

    String told = "container %s exited with 3".formatted(name);
    assertThat(json.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(json.headers().firstValue("Retry-After")).isPresent();
    assertThat(json.body()).contains(told).contains("wake-failed").doesNotContain("rosebud");
    assertThat(page.statusCode()).isEqualTo(502);
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(page.body()).contains(told).contains("<html").doesNotContain("rosebud");
    JsonNode outcome = reveille.admin().project(name).at("/lastWake/outcomes").path(name);
    assertThat(outcome.path("exitCode").asInt()).isEqualTo(3);
    assertThat(outcome.path("logLines").toString()).contains("the password is rosebud");
  }

  @Test
  void crashingDependencyIsTheOneThatIsNamed() {
    ComposeProject shop = reveille.compose("broken");
    shop.service("db", "").health("test -e /never").shell(CRASH).create();
    shop.web("db:service_healthy:false").create();

    HttpResponse<String> answer = reveille.visitor().get(reveille.known(shop.host()), "/");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body())
        .contains("container %s exited with 3".formatted(shop.container("db")));
  }

  @Test
  void whatNeverAnswersIsGivenUpInTime() {
    reveille.site("mute").shell("sleep 1000").create();
    String host = reveille.siteHost("mute");

    HttpResponse<String> answer = reveille.visitor().get(host, "/");

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.body()).contains("not-ready-in-time");
    assertThat(reveille.visitor().navigate(host, "/").statusCode()).isEqualTo(504);
  }
}
