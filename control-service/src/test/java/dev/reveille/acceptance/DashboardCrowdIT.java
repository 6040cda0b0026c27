package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.api.ControlApi;
import dev.reveille.testing.Eventually;
import dev.reveille.wake.Machine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The dashboard of an engine with a thousand projects, which is made up. */
class DashboardCrowdIT {
  private static final int PROJECTS = 1000;

  /** Docker itself allows no such name for a container, other engines may. */
  private static final String ATTACK = "x<img src=x onerror=alert(1)><script>alert(1)</script>";

  /**
   * A person notices no delay; a machine that does other things meanwhile needs several times so.
   */
  private static final double FLUENT_MILLIS = 300;

  /** Every project changes at once; answers with the slower of the two updates. */
  private static final String UPDATE =
      """
      (() => {
        const times = [1, 2].map((round) => {
          const begun = performance.now()
          changeAll(round)
          document.body.offsetHeight
          return performance.now() - begun
        })
        return Math.max(...times)
      })()\
      """;

  private final Machine machine = new Machine();
  private final Browser browser = Browser.open();
  private final ControlApi api = new ControlApi(ControlApi.parts(machine, machine.visits()));

  @BeforeEach
  void logIn() {
    for (int i = 1; i < PROJECTS; i++) {
      machine.addSite("preview-%04d".formatted(i), "web", "");
    }
    machine.add(ATTACK, "web").host("attack.test");
    machine.start();
    browser.resize(1200, 800);
    browser.visit("http://127.0.0.1:%d/".formatted(api.port()));
    awaitText("Admin token");
    browser.type(ControlApi.ADMIN + Keyboard.ENTER);
    awaitText("1,000 projects · 1,000 asleep");
  }

  @AfterEach
  void close() {
    browser.close();
    api.close();
    machine.close();
  }

  @Test
  void isFilteredWhileOneTypes() {
    browser.type("/");
    browser.type("preview-07");

    Eventually.passes(() -> assertThat(rows("tr:not([hidden])")).isEqualTo(100));
    awaitText("preview-0742"); // rows have text once they are painted
    assertThat(browser.text()).doesNotContain("preview-0842");
    browser.type(Keyboard.ESCAPE);
    assertThat(rows("tr:not([hidden])")).isEqualTo(PROJECTS);
  }

  @Test
  void oneThatWakesChangesItsRowOnlyAndKeepsTheFocus() {
    browser.value(
        "document.querySelectorAll('#projects tbody tr').forEach((row) => row.marked = 1)");
    browser.type("/");
    browser.type(Keyboard.DOWN);
    machine.finish("preview-0500");

    awaitText("1,000 projects · 1 running · 999 asleep");
    assertThat(browser.value("document.activeElement.textContent")).isEqualTo("preview-0001");
    assertThat(
            browser.value(
                "[...document.querySelectorAll('#projects tbody tr')].every((row) => row.marked)"))
        .as("no row was made anew")
        .isEqualTo("true");
  }

  @Test
  void staysFluentWhenAllChangeAtOnce() {
    browser.value(
        """
        import('/dashboard/live.js').then(({ store }) =>
          import('/dashboard/projects.js').then((page) => {
            window.changeAll = (round) => {
              for (const [name, project] of store.projects) {
                const state = round % 2 ? 'running' : 'asleep'
                store.projects.set(name, { ...project, state, open: round })
              }
              const projects = new Set(store.projects.keys())
              page.update({ full: false, gone: [], projects, certificates: new Set() })
            }
          }))\
        """);
    Eventually.passes(() -> assertThat(browser.value("typeof changeAll")).isEqualTo("function"));

    double millis = Double.parseDouble(browser.value(UPDATE));
    System.out.printf("1,000 rows changed within %.0f ms%n", millis);
    assertThat(millis).isLessThan(FLUENT_MILLIS);
  }

  @Test
  void namesAreTextAndNothingElse() {
    browser.type("/");
    browser.type("onerror");
    Eventually.passes(() -> assertThat(rows("tr:not([hidden])")).isEqualTo(1));
    browser.follow(ATTACK);

    awaitText(ATTACK + "-web-1");
    assertThat(browser.title()).isEqualTo(ATTACK + " · Reveille");
    assertThat(browser.value("document.querySelectorAll('main img, main script').length"))
        .isEqualTo("0");
  }

  private int rows(String selector) {
    String count = "document.querySelectorAll('#projects tbody %s').length".formatted(selector);
    return Integer.parseInt(browser.value(count));
  }

  private void awaitText(String text) {
    Eventually.passes(() -> assertThat(browser.text()).contains(text));
  }
}
