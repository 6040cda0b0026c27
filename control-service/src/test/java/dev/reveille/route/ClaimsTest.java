package dev.reveille.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.project.Container;
import dev.reveille.project.HostPattern;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Problem;
import dev.reveille.project.Projects;
import dev.reveille.project.ScriptedContainer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private final InMemoryEngine engine = new InMemoryEngine(new LeapingTimer());

  @Test
  void theProjectThatComesFirstInTheAlphabetKeepsAHostThatTwoClaim() {
    add("shop", "web").host("shop.test");
    add("copy", "web").host("shop.test,copy.test");

    Claims claims = claims();

    assertThat(claims.routes(Set.of()))
        .extracting(route -> route.host().text() + " " + route.project())
        .containsExactlyInAnyOrder("shop.test copy", "copy.test copy");
    assertThat(claims.problems())
        .containsExactly(
            new Problem(
                "shop",
                "shop-web-1",
                "host shop.test belongs to project copy, service web; this claim has no effect"));
  }

  @Test
  void withinAProjectTheServiceThatComesFirstKeepsIt() {
    add("shop", "web").host("shop.test");
    add("shop", "api").host("shop.test");

    assertThat(claims().routes(Set.of())).extracting(Route::service).containsExactly("api");
    assertThat(claims().problems()).extracting(Problem::container).containsExactly("shop-web-1");
  }

  @Test
  void theRuleDoesNotDependOnTheOrderOrOnWhoRuns() {
    ScriptedContainer shop = add("shop", "web").host("shop.test,~^s");
    add("copy", "web").host("shop.test,~^s");
    add("area", "web").host("*.test,~^s");
    List<Route> routes = claims().routes(Set.of());
    List<Problem> problems = claims().problems();
    shop.running();
    Random random = new Random(4711);
    for (int round = 0; round < 30; round++) {
      List<Container> shuffled = new ArrayList<>(engine.list());
      Collections.shuffle(shuffled, random);
      Claims claims = Claims.of(Projects.from(shuffled), Optional.empty());

      assertThat(claims.routes(Set.of(shop.id()))).isEqualTo(routes);
      assertThat(claims.problems()).isEqualTo(problems);
    }
  }

  @Test
  void differentPatternsForTheSameNamesAreNoConflict() {
    add("shop", "web").host("shop.test,*.shop.test");
    add("pr", "web").host("pr.shop.test,*.test");

    assertThat(claims().routes(Set.of())).hasSize(4);
    assertThat(claims().problems()).isEmpty();
  }

  @Test
  void replicasShareARoute() {
    ScriptedContainer one = add("shop", "web").host("shop.test").exposes(8080).running();
    ScriptedContainer two =
        engine.add("shop-web-2").service("shop", "web").host("shop.test").running();

    assertThat(claims().routes(Set.of(one.id(), two.id())))
        .singleElement()
        .satisfies(
            route ->
                assertThat(route.upstreams())
                    .extracting(Upstream::toString)
                    .containsExactly("10.0.0.3:8080", "10.0.0.4:80"));
    assertThat(claims().problems()).isEmpty();
  }

  @Test
  void onlyContainersThatAnswerAreUpstreams() {
    ScriptedContainer ready = add("shop", "web").host("shop.test").running();
    engine.add("shop-web-2").service("shop", "web").host("shop.test").running();
    ScriptedContainer stopped =
        engine.add("shop-web-3").service("shop", "web").host("shop.test").exited(0);
    ScriptedContainer paused =
        engine.add("shop-web-4").service("shop", "web").host("shop.test").paused();

    assertThat(claims().routes(Set.of(ready.id(), stopped.id(), paused.id())))
        .singleElement()
        .satisfies(route -> assertThat(route.upstreams()).hasSize(1));
  }

  @Test
  void writesAnIpv6AddressAsTheGatewayNeedsIt() {
    ScriptedContainer web = add("shop", "web").host("shop.test").address("[fd00::3]").running();

    assertThat(claims().routes(Set.of(web.id())).getFirst().upstreams())
        .extracting(Upstream::toString)
        .containsExactly("[fd00::3]:80");
  }

  @Test
  void theDashboardsHostIsNoProjects() {
    add("shop", "web").host("reveille.test,shop.test");
    HostPattern own = HostPattern.parse("reveille.test");
    Claims claims = Claims.of(Projects.from(engine.list()), Optional.of(own));

    assertThat(claims.routes(Set.of()))
        .extracting(route -> route.host().text())
        .containsExactly("shop.test");
    assertThat(claims.problems())
        .extracting(Problem::text)
        .containsExactly(
            "host reveille.test is the dashboard's (ADMIN_HOST); this claim has no effect");
  }

  private ScriptedContainer add(String project, String service) {
    return engine.add(project + "-" + service + "-1").service(project, service);
  }

  private Claims claims() {
    return Claims.of(Projects.from(engine.list()), Optional.empty());
  }
}
