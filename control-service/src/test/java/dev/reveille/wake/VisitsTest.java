package dev.reveille.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import dev.reveille.wake.Visits.Answer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VisitsTest {
  private final Machine machine = new Machine();

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void knowsNothingOfAHostThatNobodyClaims() {
    machine.addSite("shop", "web", "");
    machine.start();

    assertThat(machine.visits().receive(visit("other.test"))).isEqualTo(new Answer.NoSuchHost());
  }

  @Test
  void leadsToWhatIsReadyAtOnce() {
    machine.addSite("shop", "web", "").running();
    machine.start();

    assertThat(machine.visits().receive(visit("shop.test")))
        .isInstanceOfSatisfying(
            Answer.Running.class,
            running -> {
              assertThat(running.route().project()).isEqualTo("shop");
              assertThat(running.table()).isSameAs(machine.routes.table().get());
            });
    assertThat(machine.wakes.current("shop")).isEmpty();
  }

  @Test
  void wakesWhatSleepsAndLetsOthersJoin() {
    machine.addSite("shop", "web", "");
    var gate = machine.probe.hold("shop-web-1");
    machine.start();
    Visits visits = machine.visits();

    Answer.Waking first = (Answer.Waking) visits.receive(visit("shop.test"));
    Answer.Waking second = (Answer.Waking) visits.receive(visit("shop.test"));

    assertThat(second).isEqualTo(first);
    assertThat(first.service()).isEqualTo("web");
    assertThat(first.hold()).isEqualTo(Machine.TIMEOUT);
    assertThat(first.thenPage()).isFalse();
    gate.complete(null);
    assertThat(Eventually.get(first.wake().outcome("web"))).isEqualTo(new WakeOutcome.Ready());
  }

  @Test
  void doesNotWakeForCrawlers() {
    machine.addSite("shop", "web", "");
    machine.start();
    Visit crawler = new Visit("shop.test", "/", "GET", true, "Somebot/1.0", "203.0.113.9", false);

    assertThat(machine.visits().receive(crawler)).isEqualTo(new Answer.Ignored("shop", "bot"));
    assertThat(machine.engine.calls()).isEmpty();
  }

  @Test
  void doesNotWakeWhereAutostartIsOff() {
    machine.addSite("shop", "web", "");
    machine.start();

    assertThat(
            machine.visits(0, Machine.policy(false, Machine.TIMEOUT)).receive(visit("shop.test")))
        .isEqualTo(new Answer.AutostartOff("shop"));
    assertThat(machine.engine.calls()).isEmpty();
  }

  @Test
  void joinsAnAdministratorsWakeWhereAutostartIsOff() {
    machine.addSite("shop", "web", "");
    var gate = machine.probe.hold("shop-web-1");
    machine.start();
    Wake wake = machine.wake("shop");

    assertThat(
            machine.visits(0, Machine.policy(false, Machine.TIMEOUT)).receive(visit("shop.test")))
        .isEqualTo(new Answer.Waking(wake, "web", Duration.ZERO, true));
    gate.complete(null);
  }

  @Test
  void tellsOfAFailureOfAMomentAgoInsteadOfTryingAgain() {
    machine.addSite("shop", "web", "").exitsAfter(Duration.ZERO, 1);
    machine.start();
    WakeOutcome outcome = machine.outcome("shop", "web");
    machine.awaitEnd("shop");

    assertThat(machine.visits().receive(visit("shop.test")))
        .isEqualTo(new Answer.FailedBefore("shop", outcome));
    machine.timer.pass(Duration.ofSeconds(10));
    assertThat(machine.visits().receive(visit("shop.test"))).isInstanceOf(Answer.Waking.class);
  }

  @Test
  void saysSoWhileTheEngineDoesNotAnswer() {
    machine.addSite("shop", "web", "");
    machine.start();
    machine.engine.goAway();
    assertThat(machine.inventory.refresh()).failsWithin(Duration.ofSeconds(20));

    assertThat(machine.visits().receive(visit("shop.test")))
        .isInstanceOfSatisfying(
            Answer.FailedBefore.class,
            answer -> assertThat(answer.outcome()).isInstanceOf(WakeOutcome.EngineGone.class));
  }

  @Test
  void triesAgainAsSoonAsTheEngineIsBack() {
    machine.addSite("shop", "web", "");
    machine.start();
    machine.engine.goAway();
    assertThat(machine.outcome("shop", "web")).isInstanceOf(WakeOutcome.EngineGone.class);
    machine.awaitEnd("shop");

    machine.engine.comeBack();
    assertThat(machine.inventory.refresh()).succeedsWithin(Duration.ofSeconds(20));
    assertThat(machine.visits().receive(visit("shop.test"))).isInstanceOf(Answer.Waking.class);
  }

  @Test
  void aClientMayBeginOnlySoManyWakesButJoinAny() {
    machine.addSite("shop", "web", "");
    machine.addSite("blog", "web", "");
    var gate = machine.probe.hold("shop-web-1");
    machine.start();
    Visits visits = machine.visits(1, Machine.policy(true, Machine.TIMEOUT));

    assertThat(visits.receive(visit("shop.test"))).isInstanceOf(Answer.Waking.class);
    assertThat(visits.receive(visit("shop.test"))).isInstanceOf(Answer.Waking.class);
    assertThat(visits.receive(visit("blog.test")))
        .isEqualTo(new Answer.TooMany("blog", Duration.ofMinutes(1)));
    assertThat(machine.wakes.current("blog")).isEmpty();
    gate.complete(null);
  }

  @Test
  void aRouteThatDidNotAnswerIsForgottenAndCheckedAgain() {
    machine.addSite("shop", "web", "").running();
    machine.start();
    var gate = machine.probe.hold("shop-web-1");

    Answer.Waking waking = (Answer.Waking) machine.visits().receive(stale("shop.test"));

    assertThat(machine.isServed("shop.test")).isFalse();
    gate.complete(null);
    assertThat(Eventually.get(waking.wake().outcome("web"))).isEqualTo(new WakeOutcome.Ready());
    assertThat(machine.isServed("shop.test")).isTrue();
    assertThat(machine.engine.calls()).as("it ran all the time").isEmpty();
  }

  @Test
  void aRouteThatDidNotAnswerStaysWhileItsProjectStillWakes() {
    machine.addSite("shop", "web", "");
    machine.add("shop", "admin").host("admin.test").dependsOn("");
    var gate = machine.probe.hold("shop-admin-1");
    machine.start();
    Eventually.get(machine.wake("shop").outcome("web"));

    Answer answer = machine.visits().receive(stale("shop.test"));

    assertThat(answer).isInstanceOf(Answer.Waking.class);
    assertThat(machine.isServed("shop.test")).isTrue();
    gate.complete(null);
  }

  @Test
  void whatDiedAMomentAgoIsStartedAgain() {
    var web = machine.addSite("shop", "web", "").running();
    machine.start();

    web.exited(137);
    Answer.Waking waking = (Answer.Waking) machine.visits().receive(stale("shop.test"));

    assertThat(Eventually.get(waking.wake().outcome("web"))).isEqualTo(new WakeOutcome.Ready());
    assertThat(machine.engine.calls()).containsExactly("start shop-web-1");
  }

  private static Visit visit(String host) {
    return new Visit(host, "/", "GET", false, "curl/8", "203.0.113.9", false);
  }

  private static Visit stale(String host) {
    return new Visit(host, "/", "GET", false, "curl/8", "203.0.113.9", true);
  }
}
