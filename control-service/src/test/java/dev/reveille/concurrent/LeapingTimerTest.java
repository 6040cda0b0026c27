package dev.reveille.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LeapingTimerTest {
  private final LeapingTimer timer = new LeapingTimer();

  @Test
  void hoursPassAtOnceWhenNobodyWorks() {
    Instant before = timer.instant();

    timer.pass(Duration.ofHours(5));

    assertThat(timer.instant()).isEqualTo(before.plus(Duration.ofHours(5)));
  }

  @Test
  void sleepsEndInTheOrderOfTheirEnds() {
    List<Long> ends = new CopyOnWriteArrayList<>();
    Instant before = timer.instant();
    Random random = new Random(4711);
    try (var sleepers = Threads.perTask("sleeper")) {
      for (int i = 0; i < 30; i++) {
        Duration time = Duration.ofMillis(1 + random.nextInt(50));
        sleepers.execute(
            () -> {
              for (int round = 0; round < 10; round++) {
                timer.pass(time);
                ends.add(Duration.between(before, timer.instant()).toMillis());
              }
            });
      }
    }

    assertThat(ends).hasSize(300).isSorted();
  }

  @Test
  void standsStillWhileSomebodyWorks() {
    Instant before = timer.instant();
    CompletableFuture<Instant> slept = new CompletableFuture<>();
    Threads.start(
        "sleeper",
        () -> {
          timer.pass(Duration.ofMillis(1));
          slept.complete(timer.instant());
        });

    for (int i = 0; i < 100_000; i++) {
      assertThat(timer.instant()).isEqualTo(before);
    }

    assertThat(Eventually.get(slept)).isEqualTo(before.plusMillis(1));
  }

  @Test
  void standsStillForWhoHasBeenWokenByAFuture() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    CompletableFuture<Instant> woken = new CompletableFuture<>();
    Instant before = timer.instant();
    Threads.start(
        "waiter",
        () -> {
          timer.instant();
          gate.join();
          woken.complete(timer.instant());
        });
    Threads.start(
        "sleeper",
        () -> {
          timer.pass(Duration.ofSeconds(1));
          gate.complete(null);
          timer.pass(Duration.ofHours(1));
        });

    assertThat(Eventually.get(woken)).isEqualTo(before.plusSeconds(1));
  }
}
