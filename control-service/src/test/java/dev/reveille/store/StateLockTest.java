package dev.reveille.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.LeapingTimer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLockTest {
  private static final Machine ELSEWHERE = new Machine("web2", "another-kernel");

  @TempDir private Path directory;

  private final LeapingTimer timer = new LeapingTimer();
  private @Nullable StateLock started;

  @AfterEach
  void stop() {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void theFirstHoldsItAtOnce() {
    assertThat(lock(Holder.here()).tryHold()).isTrue();
  }

  @Test
  void theSecondDoesNotHoldItWhileTheFirstGoesOnBeating() {
    StateLock first = lock(Holder.here());
    StateLock second = lock(elsewhere("b"));
    first.tryHold();

    for (int i = 0; i < 20; i++) {
      assertThat(second.tryHold()).isFalse();
      timer.pass(StateLock.BEAT);
      assertThat(first.tryHold()).isTrue();
    }
  }

  @Test
  void theSecondHoldsItAtOnceWhenTheFirstGivesItBack() {
    StateLock first = lock(Holder.here());
    first.tryHold();
    StateLock second = lock(elsewhere("b"));
    second.tryHold();

    first.close();

    assertThat(first.isHeld()).isFalse();
    assertThat(second.tryHold()).isTrue();
  }

  @Test
  void anotherMachinesIsTakenOverAfterFifteenSilentSecondsAndOneLookMore() {
    lock(elsewhere("a")).tryHold();
    StateLock second = lock(Holder.here());

    for (int i = 0; i <= 3; i++) {
      assertThat(second.tryHold()).isFalse();
      timer.pass(StateLock.BEAT);
    }

    assertThat(second.tryHold()).isTrue();
  }

  @Test
  void aDeadProcessOfThisMachineIsTakenOverFromAtOnce() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Holder dead = new Holder("a", Machine.current(), ended.pid(), "2026-01-31T11:00:00Z");
    lock(dead).tryHold();

    assertThat(lock(Holder.here()).tryHold()).isTrue();
  }

  @Test
  void anotherProcessThatHasGotTheNumberOfTheDeadOneIsNotTheHolder() {
    long own = ProcessHandle.current().pid();
    lock(new Holder("a", Machine.current(), own, "2001-01-01T00:00:00Z")).tryHold();

    assertThat(lock(Holder.here()).tryHold()).isTrue();
  }

  @Test
  void aNumberWithoutProcessMeansNothingInAnotherContainerOfTheSameHostName() {
    Machine neighbour = new Machine(Machine.current().name(), "another-namespace");
    lock(new Holder("a", neighbour, 999_999_999, "2026-01-31T11:00:00Z")).tryHold();

    assertThat(lock(Holder.here()).tryHold()).isFalse();
  }

  @Test
  void whoWasSuspendedDoesNotTrustItsLockAndLosesIt() {
    StateLock laptop = lock(Holder.here());
    laptop.tryHold();
    StateLock second = lock(elsewhere("b"));
    for (int i = 0; i <= 4; i++) {
      second.tryHold();
      timer.pass(StateLock.BEAT);
    }

    assertThat(laptop.isHeld()).isFalse();
    assertThat(second.isHeld()).isTrue();
    assertThat(laptop.tryHold()).isFalse();
    assertThat(second.tryHold()).isTrue();
  }

  @Test
  void whoWasSuspendedHasWatchedNothing() {
    lock(elsewhere("a")).tryHold();
    StateLock laptop = lock(Holder.here());
    laptop.tryHold();

    timer.pass(Duration.ofHours(8));

    assertThat(laptop.tryHold()).isFalse();
    assertThat(laptop.tryHold()).isFalse();
  }

  @Test
  void twoWhoTakeOverAtOnceAreSortedOutByTheNextLook() throws IOException {
    lock(elsewhere("a")).tryHold();
    StateLock first = lock(Holder.here());
    StateLock second = lock(elsewhere("b"));
    for (int i = 0; i <= 2; i++) {
      first.tryHold();
      second.tryHold();
      timer.pass(StateLock.BEAT);
    }
    String stale = Files.readString(file());
    first.tryHold();
    Files.writeString(file(), stale); // as if the second had read it before the first wrote
    second.tryHold();

    assertThat(first.isHeld()).isFalse();
    assertThat(second.isHeld()).isFalse();
    assertThat(first.tryHold()).isFalse();
    assertThat(second.tryHold()).isTrue();
  }

  @Test
  void aDamagedFileIsTakenOverWhenItNoLongerChanges() throws IOException {
    Files.writeString(file(), "format=2\nsomething=else\n");
    StateLock lock = lock(Holder.here());

    for (int i = 0; i <= 3; i++) {
      assertThat(lock.tryHold()).isFalse();
      timer.pass(StateLock.BEAT);
    }

    assertThat(lock.tryHold()).isTrue();
  }

  @Test
  void itIsHeldAgainWhenSomebodyRemovedTheFile() throws IOException {
    StateLock lock = lock(Holder.here());
    lock.tryHold();
    Files.delete(file());

    assertThat(lock.tryHold()).isFalse();
    assertThat(lock.tryHold()).isTrue();
  }

  @Test
  void itIsNotHeldWhereTheFileCannotBeWritten() throws IOException {
    Files.createDirectories(file());

    assertThat(lock(Holder.here()).tryHold()).isFalse();
  }

  @Test
  void onceStartedItBeatsByItselfUntilItIsClosed() {
    started = lock(Holder.here());
    started.start();

    timer.pass(Duration.ofMinutes(10));
    assertThat(started.isHeld()).isTrue();

    started.close();
    assertThat(started.isHeld()).isFalse();
    assertThat(lock(elsewhere("b")).tryHold()).isTrue();
  }

  @Test
  void filesAreReadAgainBeforeItCountsAsHeldAndOthersHearAfter() {
    StateLock lock = lock(Holder.here());
    List<String> told = new ArrayList<>();
    lock.whenTaken(
        () -> told.add("before " + lock.isHeld()), () -> told.add("after " + lock.isHeld()));

    lock.tryHold();
    lock.tryHold();
    assertThat(told).containsExactly("before false", "after true");

    timer.pass(Duration.ofHours(8)); // suspended: others may have had it meanwhile
    lock.tryHold();
    assertThat(told).hasSize(4).endsWith("before false", "after true");
  }

  @Test
  void itIsTakenEachTimeThatAnotherGivesItBack() {
    StateLock first = lock(elsewhere("a"));
    first.tryHold();
    StateLock second = lock(Holder.here());
    List<String> told = new ArrayList<>();
    second.whenTaken(() -> {}, () -> told.add("taken"));
    second.tryHold();
    assertThat(told).isEmpty();

    first.close();
    second.tryHold();
    assertThat(told).hasSize(1);
  }

  @Test
  void aListenersFaultDoesNotEndTheHeartbeat() {
    started = lock(Holder.here());
    started.whenTaken(
        () -> {
          throw new IllegalStateException("scripted");
        },
        () -> {
          throw new IllegalStateException("scripted");
        });
    started.start();

    timer.pass(Duration.ofMinutes(1));

    assertThat(started.isHeld()).isTrue();
  }

  @Test
  void theFileTellsWhoHoldsItAndOnlyItsOwner() throws IOException {
    lock(new Holder("a", ELSEWHERE, 4711, "2026-01-31T11:00:00Z")).tryHold();

    assertThat(file())
        .content()
        .startsWith(
            """
            format=1
            state=held
            owner=a
            host=web2
            process=4711
            started=2026-01-31T11:00:00Z
            kernel=another-kernel
            beat=1
            """)
        .hasSize(512);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void readsTheFileThatItWrites() {
    Lease lease = new Lease(Holder.here(), true, 17);

    assertThat(Lease.parse(lease.text())).isEqualTo(Optional.of(lease));
  }

  private StateLock lock(Holder holder) {
    return new StateLock(file(), holder, timer);
  }

  private static Holder elsewhere(String id) {
    return new Holder(id, new Machine(id, "kernel-of-" + id), 4711, "2026-01-31T11:00:00Z");
  }

  private Path file() {
    return directory.resolve("lock");
  }
}
