package dev.reveille.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.Container;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import dev.reveille.project.WakeMode;
import dev.reveille.wake.VisitPolicy.Admission;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisitPolicyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @ParameterizedTest
  @CsvSource({
    // setting, label, navigation, held for seconds, then page
    "auto,     ,     true,  1,  true",
    "auto,     ,     false, 60, false",
    "page,     ,     true,  0,  true",
    "page,     ,     false, 0,  true",
    "hold,     ,     true,  60, false",
    "hold,     ,     false, 60, false",
    "hold,     auto, true,  1,  true",
    "page,     hold, true,  60, false",
    "auto,     page, false, 0,  true",
  })
  void holdsVisitorsAsSettingAndLabelSay(
      String setting, @Nullable String label, boolean navigation, int seconds, boolean thenPage) {
    Admission admission =
        policy(true, setting).decide(visit("/", navigation, ""), shop(label, null), "web");

    assertThat(admission).isEqualTo(new Admission.Admitted(Duration.ofSeconds(seconds), thenPage));
  }

  @Test
  void visitsDoNotWakeWhereTheLabelSaysSo() {
    assertThat(policy(true, "auto").decide(visit("/", true, ""), shop("off", null), "web"))
        .isEqualTo(new Admission.AutostartOff());
  }

  @Test
  void visitsWakeNothingWhereTheSettingSaysSoWhateverTheLabel() {
    assertThat(policy(false, "auto").decide(visit("/", true, ""), shop("hold", null), "web"))
        .isEqualTo(new Admission.AutostartOff());
  }

  @Test
  void aLabelOnAnotherServiceCountsForTheWholeProject() {
    assertThat(policy(true, "auto").decide(visit("/", true, ""), shop(null, "off"), "web"))
        .isEqualTo(new Admission.AutostartOff());
  }

  @Test
  void theLabelOfTheVisitedServiceGoesBeforeAnothers() {
    assertThat(policy(true, "auto").decide(visit("/", true, ""), shop("page", "off"), "web"))
        .isEqualTo(new Admission.Admitted(Duration.ZERO, true));
  }

  @ParameterizedTest
  @CsvSource({
    "/,                     Mozilla/5.0 (compatible; GOOGLEBOT/2.1), googlebot",
    "/robots.txt,           Mozilla/5.0,                             /robots.txt",
    "/robots.txt?x=1,       Mozilla/5.0,                             /robots.txt",
    "/shop/robots.txt,      Mozilla/5.0,                             ",
    "/robots.txt/more,      Mozilla/5.0,                             ",
    "/?page=/robots.txt,    Mozilla/5.0,                             ",
    "/,                     '',                                      ",
  })
  void crawlersAndSomePathsWakeNothing(String path, String userAgent, @Nullable String recognised) {
    Admission admission =
        policy(true, "auto").decide(visit(path, true, userAgent), shop(null, null), "web");

    if (recognised == null) {
      assertThat(admission).isInstanceOf(Admission.Admitted.class);
    } else {
      assertThat(admission).isEqualTo(new Admission.Ignored(recognised));
    }
  }

  private static VisitPolicy policy(boolean autostart, String response) {
    WakeMode mode = WakeMode.valueOf(response.toUpperCase(Locale.ROOT));
    return new VisitPolicy(
        new VisitPolicy.Settings(
            autostart, mode, PATIENCE, TIMEOUT, List.of("Googlebot"), List.of("/robots.txt")));
  }

  private static Visit visit(String path, boolean navigation, String userAgent) {
    return new Visit("shop.test", path, "GET", navigation, userAgent, "203.0.113.9", false);
  }

  private static Project shop(@Nullable String webMode, @Nullable String dbMode) {
    return Projects.from(List.of(container("db", dbMode), container("web", webMode)))
        .find("shop")
        .orElseThrow();
  }

  private static Container container(String service, @Nullable String mode) {
    Map<String, String> labels = new HashMap<>();
    labels.put("com.docker.compose.project", "shop");
    labels.put("com.docker.compose.service", service);
    labels.put("reveille.host", service + ".test");
    if (mode != null) {
      labels.put("reveille.wake", mode);
    }
    return new Container(
        service,
        service,
        Container.Status.EXITED,
        Container.Health.NONE,
        labels,
        Optional.empty(),
        new TreeSet<>());
  }
}
