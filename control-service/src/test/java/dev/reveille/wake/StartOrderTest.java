package dev.reveille.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.Container;
import dev.reveille.project.Dependency;
import dev.reveille.project.Dependency.Condition;
import dev.reveille.project.Project;
import dev.reveille.project.Projects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartOrderTest {
  @Test
  void tellsWhatGoesBeforeAService() {
    StartOrder order = StartOrder.of(project("web", "app:service_started,db", "app", "", "db", ""));

    assertThat(order.before("web")).extracting(Dependency::service).containsExactly("app", "db");
    assertThat(order.before("db")).isEmpty();
    assertThat(order.isOrdered()).isTrue();
  }

  @Test
  void leavesOutWhatHasNoContainer() {
    StartOrder order = StartOrder.of(project("web", "mail,db", "db", ""));

    assertThat(order.before("web")).extracting(Dependency::service).containsExactly("db");
    assertThat(order.missing("web")).isEmpty();
  }

  @Test
  void namesARequiredServiceThatHasNoContainer() {
    StartOrder order = StartOrder.of(project("web", "mail:service_started:false:true"));

    assertThat(order.missing("web")).contains("mail");
  }

  @Test
  void whatNeedsAServiceIsAllAboveItAndItself() {
    StartOrder order =
        StartOrder.of(
            project("web", "left,right", "left", "db", "right", "db", "db", "", "mail", ""));

    assertThat(order.needing("db")).containsExactlyInAnyOrder("db", "left", "right", "web");
    assertThat(order.needing("left")).containsExactlyInAnyOrder("left", "web");
    assertThat(order.needing("mail")).containsExactly("mail");
  }

  @Test
  void whatCanDoWithoutAServiceDoesNotNeedIt() {
    StartOrder order =
        StartOrder.of(project("web", "cache:service_healthy:false:false", "cache", ""));

    assertThat(order.needing("cache")).containsExactly("cache");
    assertThat(order.before("web")).as("it still waits for it").hasSize(1);
  }

  @Test
  void anyServiceMayNeedAnyOtherWhereNothingIsWrittenDown() {
    StartOrder order = StartOrder.of(project("web", null, "db", null));

    assertThat(order.isOrdered()).isFalse();
    assertThat(order.needing("db")).containsExactlyInAnyOrder("db", "web");
  }

  @Test
  void aContainerByItselfNeedsNoOrder() {
    assertThat(StartOrder.of(project("web", null)).isOrdered()).isTrue();
  }

  @Test
  void findsNoCycleInADiamond() {
    StartOrder order =
        StartOrder.of(project("web", "left,right", "left", "db", "right", "db", "db", ""));

    assertThat(order.cycle()).isEmpty();
  }

  @Test
  void findsACycleAndLeavesOutTheWayToIt() {
    StartOrder order = StartOrder.of(project("app", "b", "b", "c", "c", "d", "d", "b"));

    assertThat(order.cycle()).contains(List.of("b", "c", "d", "b"));
  }

  @Test
  void aServiceThatWaitsForItselfIsACycle() {
    assertThat(StartOrder.of(project("web", "web")).cycle())
        .isEqualTo(Optional.of(List.of("web", "web")));
  }

  @Test
  void knowsWhatIsWaitedForUnderWhichCondition() {
    StartOrder order = StartOrder.of(project("web", "db:service_healthy:false", "db", ""));

    assertThat(order.isAwaited("db", Condition.SERVICE_HEALTHY)).isTrue();
    assertThat(order.isAwaited("db", Condition.SERVICE_STARTED)).isFalse();
    assertThat(order.isAwaited("web", Condition.SERVICE_HEALTHY)).isFalse();
  }

  /** Services and their {@code depends_on} label, in turn; null is no label. */
  private static Project project(@Nullable String... servicesAndLabels) {
    List<Container> containers = new ArrayList<>();
    for (int i = 0; i < servicesAndLabels.length; i += 2) {
      containers.add(container(String.valueOf(servicesAndLabels[i]), servicesAndLabels[i + 1]));
    }
    return Projects.from(containers).find("shop").orElseThrow();
  }

  private static Container container(String service, @Nullable String dependsOn) {
    Map<String, String> labels = new HashMap<>();
    labels.put("reveille.host", service + ".test");
    labels.put("com.docker.compose.project", "shop");
    labels.put("com.docker.compose.service", service);
    if (dependsOn != null) {
      labels.put("com.docker.compose.depends_on", dependsOn);
    }
    return new Container(
        "id-" + service,
        "shop-" + service + "-1",
        Container.Status.EXITED,
        Container.Health.NONE,
        labels,
        Optional.empty(),
        new TreeSet<>());
  }
}
