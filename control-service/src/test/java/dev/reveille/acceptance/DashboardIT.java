package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Checkout;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.Pebble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an operator does with the dashboard, in a real browser, through the gateway. With {@code
 * -Dreveille.screenshots.write=true} the pictures of docs/guides/dashboard.md are made anew.
 */
class DashboardIT {
  private static final String HOST = "reveille.example.com";

  private static final String SHORT_NAMES =
      """
      (() => {
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
        while (texts.nextNode()) {
          texts.currentNode.data = texts.currentNode.data.replaceAll('PREFIX', '')
        }
      })()\
      """;

  @RegisterExtension
  static final Installation reveille =
      Installation.with(
              "ADMIN_HOST", HOST, "ACME_LIMITS", "none", "PROJECT_INACTIVITY_TIMEOUT", "30m")
          .orderingFrom(Pebble.with());

  private Browser browser;

  @BeforeEach
  void openBrowser() {
    browser = Browser.open();
    browser.resize(1200, 800);
  }

  @AfterEach
  void close() {
    browser.close();
    reveille.sandbox().clear();
  }

  @Test
  void isThereOverHttpsOnlyAlsoWhileNoProjectIs() {
    HttpResponse<String> plain = reveille.visitor().get(HOST, "/?a=b");
    assertThat(plain.statusCode()).isEqualTo(301);
    assertThat(plain.headers().firstValue("Location"))
        .contains("https://%s:%d/?a=b".formatted(HOST, reveille.proxy().httpsPort()));

    browser.visit(url());
    assertThat(browser.title()).isEqualTo("Reveille");
    awaitText("Admin token");
  }

  @Test
  void hasACertificateOfItsOwn() {
    reveille.awaitIssued(HOST);
  }

  @Test
  void isNoProjects() {
    reveille.site("greedy").label("reveille.host", HOST).env("NAME", "not the dashboard").create();
    String project = reveille.sandbox().unique("greedy");
    Eventually.passes(
        () ->
            assertThat(reveille.admin().project(project).path("problems").toString())
                .contains("host reveille.example.com is the dashboard's"));

    logIn();
    reveille.sandbox().clear();
  }

  @Test
  void aWrongTokenIsToldAndTheRightOneOpens() {
    browser.visit(url());
    awaitText("Admin token");
    browser.type("wrong" + Keyboard.ENTER);
    awaitText("This is not the admin token.");
    browser.type(token() + Keyboard.ENTER);
    awaitText("No container has a host label yet.");
    browser.click("#logout");
    awaitText("Admin token");
    browser.visit(url());
    awaitText("Admin token");
  }

  @Test
  void aSleepingProjectIsWokenAndPutToSleepAgainByKeysAlone() {
    ComposeProject shop = shop();
    logIn();
    awaitText("asleep");
    browser.type("/");
    browser.type(shop.name());
    browser.type(Keyboard.DOWN);
    assertThat(browser.value("document.activeElement.textContent")).isEqualTo(shop.name());
    browser.type(Keyboard.ENTER);
    awaitText("Last log lines");
    assertThat(browser.value("document.querySelector('.head .state').textContent"))
        .isEqualTo("asleep");

    tabTo("Wake");
    browser.type(Keyboard.ENTER);
    awaitState("running");
    awaitText("took ");
    tabTo("Keep awake 2 h");
    browser.type(Keyboard.ENTER);
    awaitText("kept awake for 2 h");
    awaitText("Let it sleep"); // the button comes with the news of it
    tabTo("Let it sleep");
    browser.type(Keyboard.ENTER);
    awaitText("may sleep again");
    tabTo("Sleep");
    browser.type(Keyboard.ENTER);
    awaitState("asleep");
    reveille.awaitState(shop.name(), "asleep");
    browser.type(Keyboard.ESCAPE);
    awaitText("Last use");
    assertThat(browser.value("location.hash")).isEqualTo("#/projects");
  }

  @Test
  void aCertificateIsRenewedWithItsStepsShown() {
    reveille.publicSite("renewed").create();
    String host = reveille.publicHost("renewed");
    String before = reveille.awaitIssued(host);

    logIn();
    browser.follow("Certificates");
    awaitText(host);
    browser.click("[aria-label='Renew now: %s']".formatted(host));
    awaitText("renewed: ");
    assertThat(reveille.awaitIssued(host)).isNotEqualTo(before);
    awaitText("in 9");
  }

  @Test
  void thePlanSaysWhatSleepsWhenAndWhy() {
    reveille.site("planned").create();
    String project = reveille.sandbox().unique("planned");
    awake(project);

    logIn();
    browser.follow("Plan");
    awaitText(project);
    awaitText("stays");
    browser.follow("Events");
    awaitText("Time");
  }

  @Test
  void whatContainersSayIsTextAndNothingElse() {
    String attack = "<img src=x onerror=alert(1)><script>alert(1)</script>";
    reveille.site("label").label("reveille.port", attack).create();
    reveille.site("log").shell("echo '%s'; exec /app".formatted(attack)).create();
    String label = reveille.sandbox().unique("label");
    String log = reveille.sandbox().unique("log");
    awake(log);

    logIn();
    for (String project : List.of(label, log)) {
      browser.follow("Projects");
      browser.follow(project);
      awaitText(attack);
      assertThat(browser.title()).isEqualTo(project + " · Reveille");
      assertThat(browser.value("document.querySelectorAll('main img, main script').length"))
          .isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void isReadableInBothColoursAndOnAPhone(String colours) {
    ComposeProject shop = shop();
    reveille.publicSite("blog").create();
    String host = reveille.publicHost("blog");
    reveille.awaitIssued(host);
    List.of("docs", "preview-17", "preview-18", "wiki")
        .forEach(it -> reveille.publicSite(it).create());
    reveille.awaitIssued(reveille.publicHost("wiki"));
    awake(shop.name());
    awake(reveille.sandbox().unique("preview-18"));

    browser.prefer(colours);
    logIn();
    Eventually.passes(() -> assertThat(browser.text()).containsPattern("[KM]iB"));
    picture("projects", colours, 300);
    assertThat(contrast()).isGreaterThan(7);
    browser.value("location.hash = '#/projects/%s'".formatted(shop.name()));
    awaitText("db");
    awaitText("took ");
    picture("project", colours, 780);
    browser.follow("Certificates");
    awaitText(host);
    picture("certificates", colours, 400);

    browser.resize(360, 740);
    for (String page : List.of("Projects", "Certificates", "Plan", "Events")) {
      browser.follow(page);
      assertThat(
              browser.value(
                  "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
          .as(page)
          .isEqualTo("true");
      browser.screenshot("dashboard-phone-%s-%s".formatted(page, colours));
    }
  }

  private double contrast() {
    return Colour.parse(browser.style("main", "color"))
        .contrast(Colour.parse(browser.style("html", "background-color")));
  }

  private ComposeProject shop() {
    ComposeProject shop = reveille.compose("shop");
    shop.service("db", "").create();
    shop.web("db:service_started:false").env("START_DELAY", "1").create();
    return shop;
  }

  private static void awake(String project) {
    Eventually.passes(
        () ->
            assertThat(reveille.admin().wake(project).path("project").asText()).isEqualTo(project));
    reveille.awaitState(project, "running");
  }

  /** Without what makes the names unlike those of other tests. */
  private void picture(String page, String colours, int height) {
    Path folder =
        Boolean.getBoolean("reveille.screenshots.write")
            ? Checkout.file("docs/images")
            : Path.of("target", "screenshots");
    browser.resize(1200, height);
    browser.value(SHORT_NAMES.replace("PREFIX", reveille.sandbox().unique("")));
    browser.screenshot(folder, "dashboard-%s-%s".formatted(page, colours));
    browser.resize(1200, 800);
  }

  private void logIn() {
    browser.visit(url());
    Eventually.passes(
        () -> {
          if (browser.value("performance.now() > 5000").equals("true")) {
            browser.visit(url()); // a script was given up, as Browser#visit says of pages
          }
          assertThat(browser.text()).contains("Admin token");
        });
    browser.type(token() + Keyboard.ENTER);
    awaitText("live");
  }

  /** Presses the tab key until a button or link of that name has the focus. */
  private void tabTo(String name) {
    for (int i = 0; i < 30; i++) {
      browser.type(Keyboard.TAB);
      if (browser.value("document.activeElement.textContent").equals(name)) {
        return;
      }
    }
    throw new AssertionError("no tab leads to " + name);
  }

  private void awaitState(String state) {
    Eventually.passes(
        () ->
            assertThat(browser.value("document.querySelector('.head .state').textContent"))
                .isEqualTo(state));
  }

  private void awaitText(String text) {
    Eventually.passes(() -> assertThat(browser.text()).contains(text));
  }

  private static String token() {
    try {
      return Files.readString(reveille.proxy().stateDirectory().resolve("admin-token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String url() {
    return "https://%s:%d/".formatted(HOST, reveille.proxy().httpsPort());
  }
}
