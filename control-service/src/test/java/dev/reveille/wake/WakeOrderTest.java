package dev.reveille.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.ScriptedContainer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakeOrderTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Machine machine = new Machine();

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void startsDependenciesBeforeTheSiteItself() {
    machine.addSite("shop", "web", "app:service_started:false");
    machine.add("shop", "app").dependsOn("db:service_started:false");
    machine.add("shop", "db").dependsOn("");
    machine.start();

    assertThat(machine.outcome("shop", "web")).isEqualTo(new WakeOutcome.Ready());
    assertThat(machine.engine.calls())
        .containsExactly("start shop-db-1", "start shop-app-1", "start shop-web-1");
  }

  @Test
  void startsTheFootOfADiamondOnceAndItsTopLast() {
    machine.addSite("shop", "web", "left:service_started:false,right:service_started:false");
    machine.add("shop", "left").dependsOn("db:service_healthy:false");
    machine.add("shop", "right").dependsOn("db:service_healthy:false");
    machine.add("shop", "db").dependsOn("").healthyAfter(SECOND);
    machine.start();

    machine.finish("shop");

    assertThat(machine.engine.calls())
        .hasSize(4)
        .startsWith("start shop-db-1")
        .endsWith("start shop-web-1")
        .contains("start shop-left-1", "start shop-right-1");
  }

  @Test
  void waitsUntilADependencyIsHealthyWhereTheConditionSaysSo() {
    machine.addSite("shop", "web", "db:service_healthy:false");
    machine.add("shop", "db").dependsOn("").healthyAfter(SECOND);
    machine.start();

    assertThat(machine.finish("shop").took()).isBetween(SECOND, SECOND.plusMillis(200));
    assertThat(machine.step("shop", "db")).contains(Step.State.HEALTHY);
    assertThat(machine.step("shop", "web")).contains(Step.State.READY);
  }

  @Test
  void doesNotWaitForHealthWhereStartedIsEnough() {
    machine.addSite("shop", "web", "db:service_started:false");
    machine.add("shop", "db").dependsOn("").neverHealthy();
    machine.start();

    assertThat(machine.finish("shop").took()).isLessThan(SECOND);
  }

  @Test
  void waitsForHealthWithoutAConditionOnlyWhereThereIsAHealthcheck() {
    machine.addSite("shop", "web", "db,cache");
    machine.add("shop", "db").dependsOn("").healthyAfter(SECOND);
    machine.add("shop", "cache").dependsOn("");
    machine.start();

    assertThat(machine.finish("shop").took()).isBetween(SECOND, SECOND.plusMillis(200));
  }

  @Test
  void waitsUntilADependencyHasRunToItsEndWhereTheConditionSaysSo() {
    machine.addSite("shop", "web", "migrate:service_completed_successfully:false");
    machine.add("shop", "migrate").dependsOn("").exitsAfter(SECOND, 0);
    machine.start();

    assertThat(machine.finish("shop").took()).isBetween(SECOND, SECOND.plusMillis(200));
    assertThat(machine.step("shop", "migrate")).contains(Step.State.COMPLETED);
  }

  @Test
  void restartsARunningDependentThatAsksForItWhenItsDependencyWasStarted() {
    machine.addSite("shop", "web", "app:service_started:true,db:service_started:false").running();
    machine.add("shop", "app").dependsOn("");
    machine.add("shop", "db").dependsOn("").running();
    machine.start();

    machine.finish("shop");

    assertThat(machine.engine.calls()).containsExactly("start shop-app-1", "restart shop-web-1");
  }

  @Test
  void leavesARunningDependentAloneWhoseDependencyRanAlready() {
    machine.addSite("shop", "web", "app:service_started:true").running();
    machine.add("shop", "app").dependsOn("").running();
    machine.start();

    assertThat(machine.outcome("shop", "web")).isEqualTo(new WakeOutcome.Ready());
    assertThat(machine.engine.calls()).isEmpty();
  }

  @Test
  void passesOverADependencyWithoutContainers() {
    machine.addSite("shop", "web", "mail:service_healthy:false");
    machine.start();

    assertThat(machine.outcome("shop", "web")).isEqualTo(new WakeOutcome.Ready());
  }

  @Test
  void failsAtOnceWhereARequiredDependencyHasNoContainer() {
    machine.addSite("shop", "web", "mail:service_started:false:true");
    machine.start();

    assertThat(machine.outcome("shop", "web"))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .isEqualTo("container shop-web-1 needs service mail, which has no container"));
    assertThat(machine.engine.calls()).isEmpty();
  }

  @Test
  void goesOnWithoutADependencyThatFailsWhereItIsNotRequired() {
    machine.addSite("shop", "web", "cache:service_healthy:false:false");
    machine.add("shop", "cache").dependsOn("").exitsAfter(Duration.ZERO, 1);
    machine.start();

    assertThat(machine.outcome("shop", "web")).isEqualTo(new WakeOutcome.Ready());
  }

  @Test
  void reportsServicesThatWaitForEachOtherInsteadOfHanging() {
    machine.addSite("shop", "web", "app:service_started:false");
    machine.add("shop", "app").dependsOn("web:service_started:false");
    machine.start();

    assertThat(machine.outcome("shop", "web"))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .isEqualTo(
                        "the services of project shop wait for each other: app → web → app"));
    assertThat(machine.engine.calls()).isEmpty();
  }

  @Test
  void failsWithTheProbesOutputWhenADependencyIsUnhealthy() {
    machine.addSite("shop", "web", "db:service_healthy:false");
    machine.add("shop", "db").dependsOn("").unhealthyAfter(SECOND, "no space left on device");
    machine.start();

    assertThat(machine.finish("shop").outcomes().get("web"))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo("container shop-db-1 is unhealthy");
              assertThat(failed.logLines()).containsExactly("no space left on device");
            });
    assertThat(machine.engine.calls()).containsExactly("start shop-db-1");
    assertThat(machine.step("shop", "web")).contains(Step.State.FAILED);
  }

  @Test
  void failsWhereHealthIsWaitedForThatNobodyChecks() {
    machine.addSite("shop", "web", "db:service_healthy:false");
    machine.add("shop", "db").dependsOn("");
    machine.start();

    assertThat(machine.outcome("shop", "web"))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class,
            failed -> assertThat(failed.reason()).contains("shop-db-1 has no HEALTHCHECK"));
  }

  @Test
  void waitsForAllReplicasOfADependencyButForOneOfTheSite() {
    machine.addSite("shop", "web", "db:service_healthy:false");
    addReplica("web").host("shop.test").dependsOn("db:service_healthy:false");
    machine.add("shop", "db").dependsOn("").healthyAfter(SECOND);
    addReplica("db").dependsOn("").healthyAfter(SECOND.multipliedBy(2));
    machine.probe.silentFor("shop-web-2", SECOND);
    machine.start();
    Instant begun = machine.timer.instant();

    assertThat(machine.outcome("shop", "web")).isEqualTo(new WakeOutcome.Ready());
    assertThat(Duration.between(begun, machine.timer.instant()))
        .isBetween(SECOND.multipliedBy(2), SECOND.multipliedBy(3));
  }

  @Test
  void aReplicaThatAnswersLaterSharesTheLoadFromThenOn() {
    machine.addSite("shop", "web", "");
    addReplica("web").host("shop.test").dependsOn("");
    machine.probe.silentFor("shop-web-2", SECOND);
    machine.start();

    machine.finish("shop");

    assertThat(machine.routes.table().get().match("shop.test").orElseThrow().upstreams())
        .hasSize(2);
  }

  @Test
  void wakesAProjectForAnAdministratorWhereNoContainerClaimsAHost() {
    machine.add("shop", "web").host("not a host").dependsOn("db:service_healthy:false");
    machine.add("shop", "db").dependsOn("").healthyAfter(SECOND);
    machine.start();

    assertThat(machine.finish("shop").took()).isLessThan(SECOND.multipliedBy(2));
    assertThat(machine.engine.calls()).containsExactly("start shop-db-1", "start shop-web-1");
  }

  private ScriptedContainer addReplica(String service) {
    return machine.engine.add("shop-" + service + "-2").service("shop", service);
  }
}
