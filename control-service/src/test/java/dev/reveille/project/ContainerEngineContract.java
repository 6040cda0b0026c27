package dev.reveille.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.project.Container.Health;
import dev.reveille.project.Container.Status;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What every {@link ContainerEngine} does; the real one and the one in memory both pass it. */
public abstract class ContainerEngineContract extends ContainerUseContract {
  @Test
  void listsWhatWasCreatedAndNeverStarted() {
    Container listed = listed(create(Behaviour.STAYS));
    assertThat(listed.status()).isEqualTo(Status.CREATED);
    assertThat(listed.health()).isEqualTo(Health.NONE);
    assertThat(listed.name()).isNotEmpty().doesNotContain("/");
    assertThat(listed.labels()).containsEntry("team", "blue");
    assertThat(listed.address()).isEmpty();
    assertThat(listed.exposedPorts()).isEmpty();
  }

  @Test
  void tellsAddressAndPortsOfWhatRuns() {
    Container listed = listed(started(Behaviour.STAYS));
    assertThat(listed.status()).isEqualTo(Status.RUNNING);
    assertThat(listed.address()).hasValueSatisfying(it -> assertThat(it).matches("[0-9.]+"));
    assertThat(listed.exposedPorts()).containsExactly(8080);
  }

  @Test
  void tellsNeitherAddressNorPortsOfWhatHasEnded() {
    String id = started(Behaviour.STAYS);
    kill(id);
    assertThat(listed(id).status()).isEqualTo(Status.EXITED);
    assertThat(listed(id).address()).isEmpty();
    assertThat(listed(id).exposedPorts()).isEmpty();
  }

  @Test
  void inspectionTellsTheSameFactsAsTheList() {
    String never = create(Behaviour.STAYS);
    String running = started(Behaviour.STAYS);
    String paused = started(Behaviour.STAYS);
    pause(paused);
    String ended = started(Behaviour.STAYS);
    kill(ended);
    for (String id : List.of(never, running, paused, ended)) {
      assertThat(engine().inspect(id).container()).isEqualTo(listed(id));
    }
  }

  @Test
  void followsHealthUntilItIsHealthy() {
    String id = create(Behaviour.BECOMES_HEALTHY);
    assertThat(listed(id).health()).isEqualTo(Health.NONE);
    engine().start(id);
    assertThat(listed(id).health()).isEqualTo(Health.STARTING);
    await(() -> listed(id).health() == Health.HEALTHY);
    assertThat(engine().inspect(id).container().health()).isEqualTo(Health.HEALTHY);
    assertThat(engine().inspect(id).hasHealthcheck()).isTrue();
  }

  @Test
  void whatHasEndedHasNoHealth() {
    String id = started(Behaviour.BECOMES_HEALTHY);
    await(() -> listed(id).health() == Health.HEALTHY);
    kill(id);
    assertThat(listed(id).health()).isEqualTo(Health.NONE);
    assertThat(engine().inspect(id).container().health()).isEqualTo(Health.NONE);
  }

  @Test
  void tellsWhyAContainerIsUnhealthy() {
    String id = started(Behaviour.BECOMES_UNHEALTHY);
    await(() -> listed(id).health() == Health.UNHEALTHY);
    assertThat(engine().inspect(id).healthOutput()).contains("no database");
  }

  @Test
  void withoutHealthcheckThereIsNoHealth() {
    String id = started(Behaviour.STAYS);
    assertThat(listed(id).health()).isEqualTo(Health.NONE);
    assertThat(engine().inspect(id).hasHealthcheck()).isFalse();
    assertThat(engine().inspect(id).healthOutput()).isEmpty();
  }

  @Test
  void tellsCompletedFromNeverRun() {
    String id = create(Behaviour.COMPLETES);
    assertThat(engine().inspect(id).everRan()).isFalse();
    assertThat(engine().inspect(id).hasCompleted()).isFalse();
    engine().start(id);
    await(() -> engine().inspect(id).hasCompleted());
    assertThat(engine().inspect(id).everRan()).isTrue();
  }

  @Test
  void tellsTheExitCodeOfACrash() {
    String id = started(Behaviour.CRASHES);
    await(() -> listed(id).status() == Status.EXITED);
    assertThat(engine().inspect(id).exitCode()).isEqualTo(3);
    assertThat(engine().inspect(id).hasCompleted()).isFalse();
  }

  @Test
  void countsTheEnginesOwnRestarts() {
    String id = started(Behaviour.CRASHES_AND_IS_RESTARTED);
    await(() -> engine().inspect(id).restartCount() >= 2);
  }

  @Test
  void startsAgainWhatHasEnded() {
    String id = started(Behaviour.STAYS);
    kill(id);
    engine().start(id);
    assertThat(listed(id).status()).isEqualTo(Status.RUNNING);
    assertThat(engine().inspect(id).restartCount()).isZero();
  }

  @Test
  void startingWhatRunsChangesNothing() {
    String id = started(Behaviour.STAYS);
    Container before = listed(id);
    engine().start(id);
    assertThat(listed(id)).isEqualTo(before);
  }

  @Test
  void refusesToStartWhatIsPaused() {
    String id = started(Behaviour.STAYS);
    pause(id);
    assertRefused(() -> engine().start(id), 409, "unpause");
    assertThat(listed(id).status()).isEqualTo(Status.PAUSED);
  }

  @Test
  void tellsWhyTheEngineRefusesAStart() {
    String id = create(Behaviour.HAS_LOST_ITS_NETWORK);
    assertRefused(() -> engine().start(id), 404, "not found");
    assertThat(listed(id).status()).isNotEqualTo(Status.RUNNING);
  }

  @Test
  void stopsWhatRunsIsPausedOrIsRestarted() {
    String running = started(Behaviour.STAYS);
    String paused = started(Behaviour.STAYS);
    pause(paused);
    String restarted = started(Behaviour.CRASHES_AND_IS_RESTARTED);
    await(() -> engine().inspect(restarted).restartCount() >= 2);
    for (String id : List.of(running, paused, restarted)) {
      engine().stop(id);
      await(() -> listed(id).status() == Status.EXITED);
      assertThat(listed(id).address()).isEmpty();
    }
  }

  @Test
  void stoppingWhatDoesNotRunChangesNothing() {
    String never = create(Behaviour.STAYS);
    engine().stop(never);
    assertThat(listed(never).status()).isEqualTo(Status.CREATED);
    String ended = started(Behaviour.CRASHES);
    await(() -> listed(ended).status() == Status.EXITED);
    engine().stop(ended);
    assertThat(engine().inspect(ended).exitCode()).isEqualTo(3);
  }

  @Test
  void startsAgainWhatWasStopped() {
    String id = started(Behaviour.STAYS);
    engine().stop(id);
    engine().start(id);
    assertThat(listed(id).status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void pausesWhatRuns() {
    String id = started(Behaviour.STAYS);
    engine().pause(id);
    assertThat(listed(id).status()).isEqualTo(Status.PAUSED);
    engine().pause(id);
    assertThat(listed(id).status()).isEqualTo(Status.PAUSED);
  }

  @Test
  void refusesToPauseWhatDoesNotRun() {
    String id = create(Behaviour.STAYS);
    assertRefused(() -> engine().pause(id), 409, "not running");
    engine().start(id);
    kill(id);
    assertRefused(() -> engine().pause(id), 409, "not running");
  }

  @Test
  void continuesWhatIsPaused() {
    String id = started(Behaviour.STAYS);
    pause(id);
    assertThat(listed(id).status()).isEqualTo(Status.PAUSED);
    engine().unpause(id);
    assertThat(listed(id).status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void continuingWhatRunsChangesNothing() {
    String id = started(Behaviour.STAYS);
    engine().unpause(id);
    assertThat(listed(id).status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void refusesToContinueWhatHasEnded() {
    String id = started(Behaviour.STAYS);
    kill(id);
    assertRefused(() -> engine().unpause(id), 500, "not paused");
  }

  @Test
  void restartsWhatRunsIsPausedOrHasEnded() {
    String running = printed();
    String paused = printed();
    pause(paused);
    String ended = printed();
    kill(ended);
    for (String id : List.of(running, paused, ended)) {
      engine().restart(id);
      assertThat(listed(id).status()).isEqualTo(Status.RUNNING);
      await(() -> engine().lastLogLines(id, 10).size() == 6);
    }
  }

  @Test
  void readsTheLastLinesWithoutControlCharacters() {
    String id = printed();
    assertThat(engine().lastLogLines(id, 10)).containsExactly("one", "two", " three");
    assertThat(engine().lastLogLines(id, 2)).containsExactly("two", " three");
  }

  @Test
  void whatPrintedNothingHasNoLastLines() {
    assertThat(engine().lastLogLines(create(Behaviour.STAYS), 10)).isEmpty();
    assertThat(engine().lastLogLines(started(Behaviour.STAYS), 10)).isEmpty();
  }

  @Test
  void refusesWhatItDoesNotHave() {
    String gone = create(Behaviour.STAYS);
    remove(gone);
    assertThat(engine().list()).extracting(Container::id).doesNotContain(gone);
    List<Consumer<String>> calls =
        List.of(
            engine()::inspect,
            engine()::start,
            engine()::stop,
            engine()::pause,
            engine()::unpause,
            engine()::restart,
            engine()::lastLogLine,
            engine()::processorTime,
            engine()::runsCommand,
            id -> shell(id, "true"),
            id -> engine().lastLogLines(id, 1));
    for (Consumer<String> call : calls) {
      assertThatThrownBy(() -> call.accept(gone))
          .isInstanceOfSatisfying(EngineRefused.class, e -> assertThat(e.isNotFound()).isTrue());
    }
  }

  @Test
  void tellsWatchersOfEveryChange() throws Exception {
    AtomicInteger told = new AtomicInteger();
    AutoCloseable watch = engine().watch(told::incrementAndGet);
    await(() -> told.get() > 0);
    String[] id = new String[1];
    assertTold(told, () -> id[0] = create(Behaviour.BECOMES_HEALTHY));
    assertTold(told, () -> engine().start(id[0]));
    await(() -> listed(id[0]).health() == Health.HEALTHY);
    assertTold(told, () -> pause(id[0]));
    assertTold(told, () -> engine().unpause(id[0]));
    assertTold(told, () -> engine().stop(id[0]));
    assertTold(told, () -> engine().start(id[0]));
    assertTold(told, () -> kill(id[0]));
    assertTold(told, () -> remove(id[0]));
    watch.close();
  }

  @Test
  void tellsWatchersThatAContainerBecameHealthy() throws Exception {
    AtomicInteger told = new AtomicInteger();
    String id = create(Behaviour.BECOMES_HEALTHY);
    try (AutoCloseable _ = engine().watch(told::incrementAndGet)) {
      engine().start(id);
      await(() -> listed(id).status() == Status.RUNNING && told.get() > 0);
      int before = told.get();
      await(() -> listed(id).health() == Health.HEALTHY);
      await(() -> told.get() > before);
    }
  }

  @Test
  void tellsNobodyWhoHasClosed() throws Exception {
    AtomicInteger told = new AtomicInteger();
    AutoCloseable watch = engine().watch(told::incrementAndGet);
    await(() -> told.get() > 0);
    watch.close();
    AtomicInteger toldOther = new AtomicInteger();
    try (AutoCloseable _ = engine().watch(toldOther::incrementAndGet)) {
      await(() -> toldOther.get() > 0);
      int before = told.get();
      assertTold(toldOther, () -> create(Behaviour.STAYS));
      assertThat(told.get()).isEqualTo(before);
    }
  }

  @Test
  void closingAWatchTwiceIsFine() throws Exception {
    AutoCloseable watch = engine().watch(() -> {});
    watch.close();
    assertThatCode(watch::close).doesNotThrowAnyException();
  }

  private void assertTold(AtomicInteger told, Runnable change) {
    int before = told.get();
    change.run();
    await(() -> told.get() > before);
  }
}
