package dev.reveille.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdoptionTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Machine machine = new Machine();

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void whatRunsWhenTheServiceStartsHasItsRouteAtOnce() {
    machine.addSite("shop", "web", "").running();
    machine.probe.neverAnswers("shop-web-1");

    machine.start();

    assertThat(machine.isServed("shop.test")).isTrue();
    assertThat(machine.routes.table().get().version().number())
        .as("the first table that anybody saw had it")
        .isEqualTo(1);
  }

  @Test
  void whatIsNotHealthyYetWhenTheServiceStartsGetsItsRouteWhenItIs() {
    machine.addSite("shop", "web", "").healthyAfter(SECOND).running();

    machine.start();
    assertThat(machine.isServed("shop.test")).isFalse();

    machine.awaitRoute("shop.test");
    assertThat(machine.engine.calls()).isEmpty();
  }

  @Test
  void whatSomebodyStartsByHandGetsItsRouteWhenItAnswers() {
    var web = machine.addSite("shop", "web", "db:service_healthy:false");
    machine.add("shop", "db").dependsOn("");
    machine.probe.silentFor("shop-web-1", SECOND);
    machine.start();

    machine.engine.start(web.id());

    machine.awaitRoute("shop.test");
    assertThat(machine.engine.calls()).containsExactly("start shop-web-1");
    assertThat(machine.wakes.last("shop")).as("it is not a wake").isEmpty();
  }

  @Test
  void whatSomebodyStopsLosesItsRoute() {
    var web = machine.addSite("shop", "web", "").running();
    machine.start();

    web.exited(0);
    machine.look();

    assertThat(machine.isServed("shop.test")).isFalse();
  }

  @Test
  void whatStopsWhileItIsFollowedIsNotStartedAgain() {
    var web = machine.addSite("shop", "web", "");
    var gate = machine.probe.hold("shop-web-1");
    machine.probe.silentFor("shop-web-1", SECOND);
    machine.start();
    machine.engine.start(web.id());
    Eventually.holds("it is followed", () -> !machine.probe.asked().isEmpty());

    web.exited(137);
    gate.complete(null);
    machine.timer.pass(SECOND.multipliedBy(2));

    assertThat(machine.engine.calls()).containsExactly("start shop-web-1");
    assertThat(machine.isServed("shop.test")).isFalse();
  }

  @Test
  void whatIsStartedAnewAfterAStopHasToAnswerAnew() {
    var web = machine.addSite("shop", "web", "").running();
    machine.start();
    web.exited(0);
    machine.look();
    var gate = machine.probe.hold("shop-web-1");

    machine.engine.start(web.id());
    machine.look();
    assertThat(machine.isServed("shop.test")).isFalse();
    gate.complete(null);

    machine.awaitRoute("shop.test");
  }

  @Test
  void followsNothingThatAWakeFollows() {
    machine.addSite("shop", "web", "");
    var gate = machine.probe.hold("shop-web-1");
    machine.start();
    machine.wake("shop");
    Eventually.holds("the wake asks the port", () -> !machine.probe.asked().isEmpty());

    machine.look();
    machine.look();

    assertThat(machine.probe.asked()).hasSize(1);
    gate.complete(null);
    machine.awaitEnd("shop");
  }

  @Test
  void whatDidNotAnswerInTimeGetsItsRouteWhenItDoes() {
    machine.addSite("shop", "web", "");
    machine.probe.silentFor("shop-web-1", Machine.TIMEOUT.plus(SECOND));
    machine.start();

    assertThat(machine.finish("shop").outcomes().get("web"))
        .isInstanceOf(WakeOutcome.NotReadyInTime.class);
    machine.look();

    machine.awaitRoute("shop.test");
  }
}
