package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.acceptance.Browser.Shown;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.NewContainer;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see in a real browser while a project wakes. */
class BrowserIT {
  @RegisterExtension
  static final Installation reveille =
      Installation.with("WAKE_PATIENCE", "200ms", "WAKE_MAX_CONCURRENT", "1");

  /** What projects answer with: nothing that a page of the gateway could contain. */
  private static final String OWN = "the project's own answer";

  /** A wake that a failed test left would keep the others in the queue. */
  @AfterEach
  void endAllWakes() {
    reveille.sandbox().clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void tellsEachStepAndMakesWayForTheProject(String scheme) {
    ComposeProject shop = reveille.compose("steps-" + scheme);
    String db = Gate.healthyWhenOpened(shop.service("db", "")).create();
    String web =
        Gate.whenOpened(shop.web("db:service_healthy:false").env("NAME", OWN), "exec /app")
            .create();

    try (Browser browser = Browser.open()) {
      browser.visit(url(scheme, shop.host()));
      assertThat(browser.title()).isEqualTo(shop.host() + " is waking up");
      awaitText(browser, "web is waiting");
      Gate.open(db);
      Eventually.passes(
          () -> assertThat(browser.text()).containsPattern("db is healthy, web is start(ing|ed)"));
      browser.screenshot("steps-" + scheme);
      Gate.open(web);
      awaitText(browser, OWN);

      assertThat(browser.shown()).extracting(Shown::status).containsOnly(202, 200).endsWith(200);
    }
  }

  @Test
  void saysItsStepsAloudAndToScreenReaders() {
    String container = Gate.whenOpened(site("aloud"), "exec /app").create();

    try (Browser browser = Browser.open()) {
      browser.visit(url("http", reveille.host("aloud")));
      assertThat(browser.role("#progress")).isEqualTo("status");
      assertThat(browser.attribute("#progress", "aria-live")).isEqualTo("polite");
      assertThat(browser.role("h1")).isEqualTo("heading");
      assertThat(browser.attribute("html", "lang")).isEqualTo("en");
      Gate.open(container);
      awaitText(browser, OWN);
    }
  }

  @Test
  void neverShowsAnErrorWhereThePortOpensLate() {
    String container = site("late").env("START_DELAY", "1").create();

    try (Browser browser = Browser.open()) {
      for (int round = 0; round < 3; round++) {
        browser.visit(url("http", reveille.host("late")));
        awaitText(browser, OWN);
        reveille.sandbox().kill(container);
      }

      assertThat(browser.shown())
          .extracting(Shown::status)
          .containsExactly(202, 200, 202, 200, 202, 200);
    }
  }

  @Test
  void looksAgainByItselfWhereScriptsAreOff() {
    String container = Gate.whenOpened(site("plain"), "exec /app").create();

    try (Browser browser = Browser.withoutScripts()) {
      browser.visit(url("http", reveille.host("plain")));
      assertThat(browser.text()).contains("This page looks again every 2 seconds");
      Eventually.passes(() -> assertThat(browser.shown()).hasSizeGreaterThan(1));
      Gate.open(container);
      awaitText(browser, OWN);

      assertThat(browser.shown()).extracting(Shown::status).containsOnly(202, 200).endsWith(200);
    }
  }

  @Test
  void tellsThePlaceInTheQueue() {
    String first = Gate.whenOpened(site("first"), "exec /app").create();
    site("second").create();
    Visitor visitor = reveille.visitor();
    CompletableFuture<HttpResponse<String>> held =
        visitor.sendAsync(visitor.request(reveille.siteHost("first"), "/"));
    Gate.awaitStart(first);

    try (Browser browser = Browser.open()) {
      browser.visit(url("http", reveille.host("second")));
      awaitText(browser, "waiting for other projects, number 1 in the queue");
      browser.screenshot("queue");
      Gate.open(first);
      awaitText(browser, OWN);

      assertThat(browser.shown()).extracting(Shown::status).containsExactly(202, 200);
      assertThat(held.join().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFailureTakesThePlaceOfTheLoadingPage() {
    ComposeProject shop = reveille.compose("crash");
    String web = Gate.whenOpened(shop.web(""), "exit 3").create();

    try (Browser browser = Browser.open()) {
      browser.visit(url("http", shop.host()));
      Gate.open(web);
      awaitText(browser, shop.container("web") + " exited with 3");

      assertThat(browser.shown()).extracting(Shown::status).containsExactly(202, 502);
    }
  }

  private static NewContainer site(String name) {
    return reveille.site(name).env("NAME", OWN);
  }

  private static void awaitText(Browser browser, String text) {
    Eventually.passes(() -> assertThat(browser.text()).contains(text));
  }

  private static String url(String scheme, String host) {
    Proxy proxy = reveille.proxy();
    int port = scheme.equals("https") ? proxy.httpsPort() : proxy.httpPort();
    return "%s://%s:%d/".formatted(scheme, reveille.known(host), port);
  }
}
