package dev.reveille.wake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reveille.event.Event;
import dev.reveille.event.Events;
import dev.reveille.testing.Eventually;
import dev.reveille.wake.WakeEnd.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakeEndTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Machine machine = new Machine();
  private final Events events = new Events(machine.timer);

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void tellsOfAColdStartWithTheTimeThatEachServiceSpentInEachStep() {
    machine.addSite("shop", "web", "db:service_healthy:false");
    machine.add("shop", "db").dependsOn("").healthyAfter(SECOND);
    machine.probe.silentFor("shop-web-1", SECOND);
    machine.start();
    machine.finish("shop");

    WakeEnd end = end();
    assertThat(end.kind()).isEqualTo(Kind.COLD);
    assertThat(end.outcome()).isEqualTo(new WakeOutcome.Ready());
    assertThat(end.took()).isGreaterThanOrEqualTo(SECOND.multipliedBy(2));
    assertThat(end.steps())
        .extracting(StepTime::service, StepTime::step)
        .containsExactly(
            tuple("db", Step.State.WAITING),
            tuple("db", Step.State.STARTING),
            tuple("db", Step.State.STARTED),
            tuple("web", Step.State.WAITING),
            tuple("web", Step.State.STARTING),
            tuple("web", Step.State.STARTED));
    assertThat(end.steps().get(3).took()).isGreaterThanOrEqualTo(SECOND);
    assertThat(told()).containsExactly("project.woke shop");
    assertThat(event().text()).startsWith("cold, took 2");
  }

  @Test
  void tellsThatAProjectWasPaused() {
    machine.addSite("shop", "web", "").paused();
    machine.start();
    machine.finish("shop");

    assertThat(end().kind()).isEqualTo(Kind.PAUSED);
    assertThat(told()).containsExactly("project.woke shop");
    assertThat(event().text()).startsWith("paused, took ");
  }

  @Test
  void tellsWhyAWakeFailed() {
    machine.addSite("shop", "web", "").exitsAfter(Duration.ZERO, 3);
    machine.start();
    machine.finish("shop");

    assertThat(end().outcome()).isInstanceOf(WakeOutcome.Failed.class);
    assertThat(told()).containsExactly("project.wake-failed shop");
    assertThat(event().text()).isEqualTo("container shop-web-1 exited with 3");
  }

  @Test
  void ofTwoSitesTheOneThatIsNotReadyCounts() {
    machine.addSite("shop", "web", "");
    machine.add("shop", "admin").host("admin.test").dependsOn("").exitsAfter(Duration.ZERO, 1);
    machine.start();
    machine.finish("shop");

    assertThat(end().outcome()).isInstanceOf(WakeOutcome.Failed.class);
  }

  @Test
  void whatSomebodyElseStartedIsCountedButNoEvent() {
    var site = machine.addSite("shop", "web", "");
    machine.start();
    machine.engine.start(site.id());
    machine.awaitRoute("shop.test");

    Eventually.holds("the end was told", () -> !machine.ends.isEmpty());
    assertThat(end().kind()).isEqualTo(Kind.ADOPTED);
    assertThat(end().outcome()).isEqualTo(new WakeOutcome.Ready());
    assertThat(told()).isEmpty();
  }

  private WakeEnd end() {
    assertThat(machine.ends).hasSize(1);
    return machine.ends.getFirst();
  }

  private List<String> told() {
    new WakeEvents(events).ended(end());
    return events.since(0).stream().map(event -> event.kind() + " " + event.subject()).toList();
  }

  private Event event() {
    return events.since(0).getFirst();
  }
}
