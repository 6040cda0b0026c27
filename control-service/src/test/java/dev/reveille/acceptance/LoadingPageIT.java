package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A browser that waits for longer than the patience gets a page, and then the project. */
class LoadingPageIT {
  @RegisterExtension
  static final Installation reveille = Installation.with("WAKE_PATIENCE", "200ms");

  @Test
  void pageComesFirstAndThenTheProject() {
    reveille.site("shop").env("START_DELAY", "1").create();
    String host = reveille.siteHost("shop");

    HttpResponse<String> page = reveille.visitor().navigate(host, "/");

    assertThat(page.statusCode()).isEqualTo(202);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(page.headers().firstValue("Retry-After")).isPresent();
    assertThat(page.headers().firstValue("Reveille-Wake")).isEmpty();
    assertThat(page.body()).contains(host + " is waking up").contains("http-equiv=\"refresh\"");
    assertThat(reveille.visitor().get(host, "/").body()).isEqualTo("shop\n");
    assertThat(reveille.visitor().navigate(host, "/").body()).isEqualTo("shop\n");
  }

  @Test
  void pageTellsHowFarTheServicesAre() {
    ComposeProject steps = reveille.compose("steps");
    steps.service("db", "").health("false").option("--health-start-period", "60s").create();
    steps.web("db:service_healthy:false").create();
    String host = reveille.known(steps.host());
    assertThat(reveille.visitor().navigate(host, "/").statusCode()).isEqualTo(202);
    reveille.awaitStep(steps.name(), "db", "started");

    HttpResponse<String> page = reveille.visitor().navigate(host, "/");

    assertThat(page.body()).contains("db is started, web is waiting");
  }

  @Test
  void eventsFollowTheWakeToItsEnd() {
    reveille.site("followed").env("START_DELAY", "1").create();
    String host = reveille.siteHost("followed");
    assertThat(reveille.visitor().navigate(host, "/").statusCode()).isEqualTo(202);

    HttpResponse<String> events = reveille.visitor().get(host, "/.well-known/reveille/wake-events");

    assertThat(events.headers().firstValue("Content-Type").orElse(""))
        .contains("text/event-stream");
    assertThat(events.headers().allValues("Cache-Control")).containsExactly("no-store");
    assertThat(events.body()).containsPattern("event: ?steps").containsPattern("event: ?ready");
    assertThat(reveille.visitor().navigate(host, "/").body()).isEqualTo("followed\n");
  }

  @Test
  void projectMayAskThatEveryoneIsHeld() {
    reveille.site("held").label("reveille.wake", "hold").env("START_DELAY", "1").create();

    HttpResponse<String> answer = reveille.visitor().navigate(reveille.siteHost("held"), "/");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("held\n");
  }

  @Test
  void projectMayAskThatEveryoneGetsThePageAtOnce() {
    reveille.site("paged").label("reveille.wake", "page").create();
    String host = reveille.siteHost("paged");

    HttpResponse<String> program = reveille.visitor().get(host, "/");

    assertThat(program.statusCode()).isEqualTo(202);
    assertThat(program.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(program.body()).contains("\"project\"").contains("\"phase\":\"starting\"");
  }
}
