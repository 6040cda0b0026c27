package dev.reveille.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Threads;
import dev.reveille.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Machine machine = new Machine(1);

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void fiveHundredVisitorsWakeAProjectOnce() throws InterruptedException {
    machine.addSite("shop", "web", "db:service_healthy:false");
    machine.add("shop", "db").dependsOn("").healthyAfter(SECOND);
    machine.start();
    var project = machine.project("shop");
    Set<WakeOutcome> outcomes = ConcurrentHashMap.newKeySet();
    CountDownLatch go = new CountDownLatch(1);

    try (var visitors = Threads.perTask("visitor")) {
      for (int i = 0; i < 500; i++) {
        visitors.execute(
            () -> {
              await(go);
              outcomes.add(Eventually.get(machine.wakes.wake(project).outcome("web")));
            });
      }
      go.countDown();
    }

    assertThat(outcomes).containsExactly(new WakeOutcome.Ready());
    assertThat(machine.engine.calls()).containsExactly("start shop-db-1", "start shop-web-1");
  }

  @Test
  void goesOnWhenNobodyWaitsForItAnyMore() {
    machine.addSite("shop", "web", "");
    machine.probe.silentFor("shop-web-1", SECOND);
    machine.start();

    machine.wake("shop").outcome("web").cancel(true);

    machine.awaitRoute("shop.test");
  }

  @Test
  void latecomersJoinTheWake() {
    machine.addSite("shop", "web", "");
    CompletableFuture<Void> gate = machine.probe.hold("shop-web-1");
    machine.start();

    Wake first = machine.wake("shop");
    assertThat(machine.wake("shop")).isSameAs(first);
    gate.complete(null);
    machine.awaitEnd("shop");

    assertThat(machine.wakes.current("shop")).isEmpty();
    assertThat(machine.wake("shop")).isNotSameAs(first);
  }

  @Test
  void wakesBeyondTheLimitQueueInTheOrderInWhichTheyCame() {
    List<String> names = List.of("first", "second", "third");
    names.forEach(name -> machine.addSite(name, "web", ""));
    CompletableFuture<Void> gate = machine.probe.hold("first-web-1");
    machine.start();

    machine.wake("first");
    awaitPosition("first", 0);
    machine.wake("second");
    awaitPosition("second", 1);
    machine.wake("third");
    awaitPosition("third", 2);
    assertThat(machine.wakes.current("third").orElseThrow().progress().get().steps())
        .containsExactly(new Step("web", Step.State.WAITING));
    assertThat(machine.engine.calls()).containsExactly("start first-web-1");
    gate.complete(null);
    names.forEach(machine::awaitEnd);

    assertThat(machine.engine.calls())
        .containsExactly("start first-web-1", "start second-web-1", "start third-web-1");
  }

  @Test
  void theTimeInTheQueueDoesNotCountAsTheWakes() {
    machine.addSite("first", "web", "");
    machine.addSite("second", "web", "");
    machine.probe.neverAnswers("first-web-1");
    machine.probe.silentFor("second-web-1", SECOND);
    machine.start();
    machine.wake("first");
    awaitPosition("first", 0);

    machine.finish("second");

    assertThat(machine.wakes.last("first").orElseThrow().took()).isEqualTo(Machine.TIMEOUT);
    assertThat(machine.wakes.last("second").orElseThrow().outcomes())
        .containsEntry("web", new WakeOutcome.Ready());
  }

  @Test
  void remembersAFailureForTenSeconds() {
    machine.addSite("shop", "web", "").exitsAfter(Duration.ZERO, 1);
    machine.start();
    machine.finish("shop");

    assertThat(machine.wakes.recentFailure("shop", "web"))
        .containsInstanceOf(WakeOutcome.Failed.class);
    machine.timer.pass(Duration.ofMillis(9_999));
    assertThat(machine.wakes.recentFailure("shop", "web")).isPresent();
    machine.timer.pass(Duration.ofMillis(1));
    assertThat(machine.wakes.recentFailure("shop", "web")).isEmpty();
  }

  @Test
  void remembersNoFailureAfterASuccess() {
    machine.addSite("shop", "web", "");
    machine.start();
    machine.finish("shop");

    assertThat(machine.wakes.last("shop")).isPresent();
    assertThat(machine.wakes.recentFailure("shop", "web")).isEmpty();
    assertThat(machine.wakes.recentFailure("other", "web")).isEmpty();
  }

  @Test
  void forgetsTheWakesOfProjectsThatAreGone() {
    var web = machine.addSite("shop", "web", "");
    machine.start();
    machine.finish("shop");

    web.remove();
    machine.look();

    assertThat(machine.wakes.last("shop")).isEmpty();
  }

  @Test
  void aLaterCrashOfAnotherServiceDoesNotFailTheVisitorsOfOneThatIsReady() {
    machine.addSite("shop", "web", "");
    machine.add("shop", "admin").host("admin.test").dependsOn("").exitsAfter(SECOND, 1);
    machine.probe.neverAnswers("shop-admin-1");
    machine.start();

    WakeRecord record = machine.finish("shop");

    assertThat(record.outcomes()).containsEntry("web", new WakeOutcome.Ready());
    assertThat(record.outcomes().get("admin")).isInstanceOf(WakeOutcome.Failed.class);
    assertThat(machine.isServed("shop.test")).isTrue();
  }

  @Test
  void aLaterCrashOfADependencyDoesNotFailTheVisitorsOfAServiceThatIsReady() {
    machine.addSite("shop", "web", "db:service_started:false");
    machine.add("shop", "db").dependsOn("").exitsAfter(SECOND, 1);
    machine.add("shop", "admin").host("admin.test").dependsOn("db:service_started:false");
    machine.probe.neverAnswers("shop-admin-1");
    machine.start();

    WakeRecord record = machine.finish("shop");

    assertThat(record.outcomes()).containsEntry("web", new WakeOutcome.Ready());
    assertThat(record.outcomes().get("admin"))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class,
            failed -> assertThat(failed.reason()).contains("shop-db-1 exited with 1"));
  }

  @Test
  void tellsEachStepInOrder() {
    machine.addSite("shop", "web", "db:service_healthy:false");
    machine.add("shop", "db").dependsOn("").healthyAfter(SECOND);
    machine.start();
    List<Step> steps = new CopyOnWriteArrayList<>();

    Wake wake = machine.wakes.wake(machine.project("shop"));
    wake.progress().subscribe(progress -> steps.addAll(progress.steps()));
    machine.awaitEnd("shop");

    assertThat(states(steps, "db"))
        .isSubsetOf(Step.State.WAITING, Step.State.STARTING, Step.State.STARTED, Step.State.HEALTHY)
        .isSorted()
        .endsWith(Step.State.HEALTHY);
    assertThat(states(steps, "web")).isSorted().endsWith(Step.State.READY);
  }

  @Test
  void manyProjectsWakeAtATimeWithinTheLimit() {
    try (Machine wide = new Machine(4)) {
      List<String> names = IntStream.range(0, 40).mapToObj(number -> "p" + number).toList();
      names.forEach(
          name -> {
            wide.addSite(name, "web", "db:service_healthy:false");
            wide.add(name, "db").dependsOn("").healthyAfter(SECOND);
          });
      wide.start();

      names.forEach(wide::wake);
      names.forEach(wide::awaitEnd);

      assertThat(names).allMatch(name -> wide.isServed(name + ".test"));
      assertThat(wide.engine.calls()).hasSize(80).doesNotHaveDuplicates();
    }
  }

  private void awaitPosition(String project, int position) {
    Wake wake = machine.wakes.current(project).orElseThrow();
    boolean begun = position == 0;
    Eventually.holds(
        project + " is number " + position + " in the queue",
        () ->
            begun
                ? !machine.probe.asked().isEmpty()
                : wake.progress().get().queuePosition() == position);
  }

  private static List<Step.State> states(List<Step> steps, String service) {
    List<Step.State> states = new ArrayList<>();
    steps.stream()
        .filter(step -> step.service().equals(service))
        .forEach(step -> states.add(step.state()));
    return states;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
