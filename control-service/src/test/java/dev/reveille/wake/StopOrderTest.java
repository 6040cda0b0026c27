package dev.reveille.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopOrderTest {
  private final Machine machine = new Machine();

  @Test
  void whatIsNeededIsStoppedAfterWhatNeedsIt() {
    machine.add("shop", "db");
    machine.add("shop", "cache");
    machine.add("shop", "app").dependsOn("db:service_healthy,cache:service_started");
    machine.addSite("shop", "web", "app:service_started");

    assertThat(order()).containsExactly(List.of("web"), List.of("app"), List.of("cache", "db"));
  }

  @Test
  void aDiamondIsStoppedFromItsTip() {
    machine.add("shop", "db");
    machine.add("shop", "left").dependsOn("db:service_started");
    machine.add("shop", "right").dependsOn("db:service_started");
    machine.addSite("shop", "web", "left:service_started,right:service_started");

    assertThat(order()).containsExactly(List.of("web"), List.of("left", "right"), List.of("db"));
  }

  @Test
  void aCircleIsStoppedAtOnceAfterWhatNeedsIt() {
    machine.add("shop", "a").dependsOn("b:service_started");
    machine.add("shop", "b").dependsOn("a:service_started");
    machine.addSite("shop", "web", "a:service_started");

    assertThat(order()).containsExactly(List.of("web"), List.of("a", "b"));
  }

  @Test
  void withoutKnownDependenciesWhatVisitorsReachGoesFirst() {
    machine.add("shop", "db");
    machine.add("shop", "web").host("shop.test");

    assertThat(order()).containsExactly(List.of("web"), List.of("db"));
  }

  private List<List<String>> order() {
    machine.start();
    return StopOrder.of(machine.project("shop")).stream()
        .map(group -> group.stream().map(Member::service).sorted().toList())
        .toList();
  }
}
