package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.acceptance.Browser.Shown;
import dev.reveille.testing.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people see who have imported the local CA's root into a real browser. */
class TrustedBrowserIT {
  @RegisterExtension
  static final Installation reveille =
      Installation.with("LOCAL_CA", "on", "LOCAL_CA_DOMAINS", "test", "WAKE_PATIENCE", "200ms");

  /** What projects answer with: nothing that a page of the gateway could contain. */
  private static final String OWN = "the project's own answer";

  @Test
  void theFirstVisitToASleepingProjectShowsTheLoadingPageAndThenTheProject() {
    ComposeProject shop = reveille.compose("shop");
    String db = Gate.healthyWhenOpened(shop.service("db", "")).create();
    shop.web("db:service_healthy:false").env("NAME", OWN).create();

    try (Browser browser = Browser.trusting(LocalRoot.of(reveille.proxy()))) {
      browser.visit(url(shop.host()));
      assertThat(browser.title()).isEqualTo(shop.host() + " is waking up");
      assertThat(browser.value("window.isSecureContext")).isEqualTo("true");
      browser.screenshot("trusted-loading");
      Gate.open(db);
      awaitText(browser, OWN);
      browser.screenshot("trusted-project");

      assertThat(browser.shown()).extracting(Shown::status).containsOnly(202, 200).endsWith(200);
    }
  }

  @Test
  void theFirstVisitMayAsWellBeHeld() {
    reveille.site("held").label("reveille.wake", "hold").env("NAME", OWN).create();

    try (Browser browser = Browser.trusting(LocalRoot.of(reveille.proxy()))) {
      browser.visit(url(reveille.host("held")));
      awaitText(browser, OWN);

      assertThat(browser.shown()).extracting(Shown::status).containsExactly(200);
    }
  }

  @Test
  void whoHasNotImportedTheRootIsWarned() {
    reveille.site("warned").env("NAME", OWN).create();

    try (Browser browser = Browser.wary()) {
      browser.visit(url(reveille.host("warned")));
      browser.screenshot("warned");

      assertThat(browser.text()).contains("NET::ERR_CERT_AUTHORITY_INVALID");
      assertThat(browser.shown()).extracting(Shown::status).doesNotContain(200, 202);
    }
  }

  private static void awaitText(Browser browser, String text) {
    Eventually.passes(() -> assertThat(browser.text()).contains(text));
  }

  private static String url(String host) {
    return "https://%s:%d/".formatted(reveille.known(host), reveille.proxy().httpsPort());
  }
}
