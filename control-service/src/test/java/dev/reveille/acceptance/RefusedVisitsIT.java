package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Not every visit wakes: who may not is told so, and the project sleeps on. */
class RefusedVisitsIT {
  @RegisterExtension static final Installation reveille = Installation.with();

  @Test
  void hostThatNobodyHasIsNotFound() {
    HttpResponse<String> json = reveille.visitor().get("nobody.test", "/");
    HttpResponse<String> page = reveille.visitor().navigate("nobody.test", "/");

    assertThat(json.statusCode()).isEqualTo(404);
    assertThat(json.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(json.body()).contains("no-such-host").contains("nobody.test");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(page.body()).contains("No project at nobody.test");
  }

  @Test
  void projectMayAskNotToBeWoken() {
    String container = reveille.site("off").label("reveille.wake", "off").create();
    String host = reveille.siteHost("off");

    HttpResponse<String> json = reveille.visitor().get(host, "/");
    HttpResponse<String> page = reveille.visitor().navigate(host, "/");

    assertThat(json.statusCode()).isEqualTo(406);
    assertThat(json.body()).contains("autostart-off");
    assertThat(page.statusCode()).isEqualTo(406);
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(page.body()).contains(host + " is asleep");
    assertThat(Containers.status(container)).isEqualTo("created");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mozilla/5.0 (compatible; Googlebot/2.1)", "uptime-kuma/1.23"})
  void crawlersAndMonitorsAreTurnedAway(String userAgent) {
    String name = "robot-" + userAgent.length();
    String container = reveille.site(name).create();
    String host = reveille.siteHost(name);

    HttpResponse<String> answer =
        reveille
            .visitor()
            .send(reveille.visitor().request(host, "/").header("User-Agent", userAgent));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.body()).contains("wake-ignored");
    assertThat(Containers.status(container)).isEqualTo("created");
  }

  @Test
  void pathThatBrowsersAskForByThemselvesDoesNotWake() {
    String container = reveille.site("icon").create();

    HttpResponse<String> answer =
        reveille.visitor().get(reveille.siteHost("icon"), "/favicon.ico?v=2");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(Containers.status(container)).isEqualTo("created");
  }

  @Test
  void crawlerReachesAProjectThatRuns() {
    reveille.site("awake").create();
    String host = reveille.siteHost("awake");
    reveille.visitor().get(host, "/");

    HttpResponse<String> answer =
        reveille
            .visitor()
            .send(reveille.visitor().request(host, "/").header("User-Agent", "Googlebot/2.1"));

    assertThat(answer.statusCode()).isEqualTo(200);
  }
}
