package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which project a host name leads to. */
class HostsIT {
  @RegisterExtension static final Installation reveille = Installation.with();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void mostSpecificPatternWinsInWhicheverOrderTheyCame(boolean reversed) {
    String x = reveille.sandbox().unique(reversed ? "r" : "f");
    Map<String, String> patterns = new LinkedHashMap<>();
    patterns.put("exact", "a.b.%s.test".formatted(x));
    patterns.put("long", "*.b.%s.test".formatted(x));
    patterns.put("short", "*.%s.test".formatted(x));
    patterns.put("prefix", "%s.c.*".formatted(x));
    patterns.put("shorter-prefix", "%s.*".formatted(x));
    patterns.put("regex", "~%s".formatted(x));
    List<String> names = new ArrayList<>(patterns.keySet());
    if (reversed) {
      Collections.reverse(names);
    }
    names.forEach(name -> run(x + name, name, patterns.getOrDefault(name, "")));

    leadsTo("a.b.%s.test".formatted(x), "exact");
    leadsTo("z.b.%s.test".formatted(x), "long");
    leadsTo("c.%s.test".formatted(x), "short");
    leadsTo("%s.c.other.test".formatted(x), "prefix");
    leadsTo("%s.other.test".formatted(x), "shorter-prefix");
    leadsTo("elsewhere-%s.test".formatted(x), "regex");
  }

  @Test
  void ofTwoThatClaimAHostTheFirstByNameHasItAndTheOtherIsTold() {
    String host = reveille.host("claimed");
    run("z-claims", "z", host);
    leadsTo(host, "z");
    run("a-claims", "a", host);

    leadsTo(host, "a");
    assertThat(problems("a-claims")).isEqualTo("[]");
    assertThat(problems("z-claims"))
        .contains("host %s belongs to project".formatted(host))
        .contains(reveille.sandbox().unique("a-claims"));
  }

  @Test
  void portOfTheLabelGoesBeforeTheExposedOne() {
    reveille
        .site("ports")
        .env("PORT", "8080")
        .exposes(9000)
        .label("reveille.port", "8080")
        .create();

    leadsTo(reveille.siteHost("ports"), "ports");
  }

  @Test
  void singleExposedPortIsFoundByItself() {
    reveille.site("exposed").env("PORT", "3000").exposes(3000).create();

    leadsTo(reveille.siteHost("exposed"), "exposed");
  }

  @Test
  void labelsOfThePredecessorStillCount() {
    String host = reveille.host("docksal");
    reveille
        .sandbox()
        .container("docksal")
        .label("io.docksal.virtual-host", host + ",*." + host)
        .label("io.docksal.virtual-port", "8080")
        .env("PORT", "8080")
        .env("NAME", "docksal")
        .create();

    leadsTo(reveille.known(host), "docksal");
    leadsTo("www." + host, "docksal");
  }

  @Test
  void wrongLabelIsReportedAndTheContainerClaimsNothing() {
    reveille.site("wrong").label("reveille.port", "http").create();
    reveille.site("right").create();
    reveille.siteHost("right");

    assertThat(reveille.visitor().get(reveille.host("wrong"), "/").statusCode()).isEqualTo(404);
    assertThat(problems("wrong")).contains("reveille.port").contains("no port");
    assertThat(reveille.proxy().log()).contains("label reveille.port");
  }

  private static void run(String name, String answer, String hosts) {
    reveille.sandbox().container(name).label("reveille.host", hosts).env("NAME", answer).run();
  }

  private static void leadsTo(String host, String answer) {
    Eventually.passes(
        () -> assertThat(reveille.visitor().get(host, "/").body()).isEqualTo(answer + "\n"));
  }

  private static String problems(String project) {
    return reveille.admin().project(reveille.sandbox().unique(project)).path("problems").toString();
  }
}
