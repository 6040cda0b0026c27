package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With {@code WAKE_RESPONSE=page} nobody is held, and the page's status may be another. */
class PageForEveryoneIT {
  @RegisterExtension
  static final Installation reveille =
      Installation.with("WAKE_RESPONSE", "page", "WAKE_PAGE_STATUS", "503");

  @Test
  void everyoneGetsThePageWithTheChosenStatus() {
    reveille.site("shop").env("START_DELAY", "1").create();
    String host = reveille.siteHost("shop");

    HttpResponse<String> browser = reveille.visitor().navigate(host, "/");
    HttpResponse<String> program = reveille.visitor().get(host, "/");

    assertThat(browser.statusCode()).isEqualTo(503);
    assertThat(browser.body()).contains("is waking up");
    assertThat(program.statusCode()).isEqualTo(503);
    assertThat(program.headers().firstValue("Retry-After")).isPresent();
    Eventually.passes(
        () -> assertThat(reveille.visitor().get(host, "/").body()).isEqualTo("shop\n"));
  }

  @Test
  void labelOfAProjectGoesBeforeTheSetting() {
    reveille.site("held").label("reveille.wake", "hold").create();

    HttpResponse<String> answer = reveille.visitor().navigate(reveille.siteHost("held"), "/");

    assertThat(answer.statusCode()).isEqualTo(200);
  }
}
