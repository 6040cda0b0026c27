package dev.reveille.wake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.concurrent.Threads;
import dev.reveille.concurrent.Timer;
import dev.reveille.project.EngineRefused;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class StartGateTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void theEngineStartsOnlySoManyAtATimeOfAllProjects() {
    try (Machine machine = new Machine()) {
      for (String project : new String[] {"one", "two", "three", "four", "five"}) {
        machine.addSite(project, "web", "").startTakes(SECOND);
      }
      machine.start();
      Instant begin = machine.timer.instant();

      CompletableFuture<?>[] outcomes =
          machine.inventory.projects().get().all().stream()
              .map(project -> machine.wakes.wake(project).outcome("web"))
              .toArray(CompletableFuture[]::new);
      Eventually.get(CompletableFuture.allOf(outcomes));

      assertThat(Duration.between(begin, machine.timer.instant()))
          .isBetween(SECOND.multipliedBy(3), SECOND.multipliedBy(3).plusMillis(500));
    }
  }

  @Test
  void whoseTurnDoesNotComeInTimeIsNotStarted() {
    InMemoryEngine engine = new InMemoryEngine(Timer.system());
    String slow = engine.add("slow").startTakes(SECOND).id();
    String late = engine.add("late").id();
    StartGate gate = new StartGate(1);

    try (var threads = Threads.perTask("start")) {
      threads.execute(() -> start(gate, engine, slow));
      Eventually.isTrue(() -> engine.calls().contains("start slow"));

      assertThatThrownBy(() -> gate.start(engine, late, Duration.ofMillis(20)))
          .isInstanceOf(TimeoutException.class);
    }

    assertThat(engine.calls()).containsExactly("start slow");
  }

  @Test
  void aStartThatHangsHoldsUpTheOthersOnlyForAWhile() throws Exception {
    InMemoryEngine engine = new InMemoryEngine(Timer.system());
    String hung = engine.add("hung").startTakes(SECOND).id();
    String web = engine.add("web").id();
    StartGate gate = new StartGate(1, Duration.ofMillis(20));

    try (var threads = Threads.perTask("start")) {
      threads.execute(() -> start(gate, engine, hung));
      Eventually.isTrue(() -> engine.calls().contains("start hung"));

      gate.start(engine, web, SECOND.dividedBy(2));
      assertThat(engine.calls()).containsExactly("start hung", "start web");
    }
  }

  @Test
  void aRefusedStartLetsTheNextOneIn() throws Exception {
    InMemoryEngine engine = new InMemoryEngine(Timer.system());
    String web = engine.add("web").id();
    StartGate gate = new StartGate(1);

    assertThatThrownBy(() -> gate.start(engine, "unknown", SECOND))
        .isInstanceOf(EngineRefused.class);
    gate.start(engine, web, SECOND);

    assertThat(engine.calls()).containsExactly("start web");
  }

  private static void start(StartGate gate, InMemoryEngine engine, String id) {
    try {
      gate.start(engine, id, SECOND);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
