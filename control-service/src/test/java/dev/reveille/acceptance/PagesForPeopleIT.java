package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.acceptance.Browser.Shown;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.NewContainer;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway's own pages in a real browser: what they tell, and whether everyone can read it. */
class PagesForPeopleIT {
  /** Patient, so that no loading page comes before the one that a test is about. */
  @RegisterExtension static final Installation reveille = Installation.with("WAKE_PATIENCE", "30s");

  /** What WCAG 2.2 asks of text, for level AA. */
  private static final double READABLE = 4.5;

  enum Page {
    LOADING,
    FAILED,
    NOT_FOUND,
    AUTOSTART_OFF
  }

  @Test
  void aFailureNamesTheContainerAndItsExitCodeAndNoSecrets() {
    ComposeProject shop = reveille.compose("secrets");
    shop.web("").env("PASSWORD", "in the environment").shell("echo in the log; exit 3").create();

    try (Browser browser = Browser.open()) {
      browser.visit(url(reveille.known(shop.host())));

      assertThat(browser.text())
          .contains("container %s exited with 3".formatted(shop.container("web")))
          .contains("status 502")
          .doesNotContain("in the environment", "in the log");
    }
  }

  @Test
  void tryAgainLeadsToTheProjectOnceItRuns() {
    ComposeProject shop = reveille.compose("repaired");
    String script = "test -e /tmp/repaired && exec /app; touch /tmp/repaired; exit 3";
    String web = shop.web("").env("NAME", "the shop").shell(script).create();

    try (Browser browser = Browser.open()) {
      browser.visit(url(reveille.known(shop.host())));
      browser.follow("Try again");
      assertThat(browser.text()).contains("exited with 3");
      reveille.sandbox().start(web);
      Eventually.isTrue(() -> reveille.visitor().get(shop.host(), "/").statusCode() == 200);
      browser.follow("Try again");

      assertThat(browser.text()).contains("the shop");
      assertThat(browser.shown()).extracting(Shown::status).containsExactly(502, 502, 200);
    }
  }

  @ParameterizedTest
  @EnumSource(Page.class)
  void canBeReadInLightAndInDarkAndAloud(Page page) {
    String host = hostOf(page);

    try (Browser browser = Browser.open()) {
      browser.visit(url(host));
      browser.prefer("light");
      assertThat(readableGround(browser, page + "-light").luminance()).isGreaterThan(0.5);
      browser.prefer("dark");
      assertThat(readableGround(browser, page + "-dark").luminance()).isLessThan(0.1);
      assertThat(browser.title()).isNotBlank();
      assertThat(browser.attribute("html", "lang")).isEqualTo("en");
      assertThat(browser.value("document.querySelectorAll('h1').length")).isEqualTo("1");
      assertThat(browser.role("h1")).isEqualTo("heading");
      assertThat(browser.role("main")).isEqualTo("main");
      assertThat(browser.attribute(".sky", "aria-hidden")).isEqualTo("true");
    }
  }

  private static Colour readableGround(Browser browser, String picture) {
    browser.screenshot(word(picture));
    Colour ground = colour(browser, "body", "background-color");
    assertThat(ground.contrast(colour(browser, "h1", "color"))).isGreaterThan(READABLE);
    assertThat(ground.contrast(colour(browser, "main p", "color"))).isGreaterThan(READABLE);
    return ground;
  }

  private static Colour colour(Browser browser, String selector, String property) {
    return Colour.parse(browser.style(selector, property));
  }

  /** Makes what answers with the page; returns its host. */
  private static String hostOf(Page page) {
    String name = word(page.name());
    return switch (page) {
      case LOADING -> known(Gate.whenOpened(site(name, "page"), "exec /app"), name);
      case FAILED -> known(reveille.compose(name).web("").shell("exit 3"), name);
      case NOT_FOUND -> reveille.host(name);
      case AUTOSTART_OFF -> known(site(name, "off"), name);
    };
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static NewContainer site(String name, String wake) {
    return reveille.site(name).label("reveille.wake", wake);
  }

  private static String known(NewContainer container, String name) {
    container.create();
    return reveille.siteHost(name);
  }

  private static String url(String host) {
    return "http://%s:%d/".formatted(host, reveille.proxy().httpPort());
  }
}
