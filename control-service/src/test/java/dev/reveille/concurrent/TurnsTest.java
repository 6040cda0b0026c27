package dev.reveille.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.testing.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns();

  @Test
  void oneAtATimeForEachName() {
    try (var _ = turns.take("shop")) {
      assertThat(turns.tryTake("shop")).isEmpty();
      assertThat(turns.isTaken("shop")).isTrue();
      assertThat(turns.tryTake("blog")).isPresent();
    }

    assertThat(turns.isTaken("shop")).isFalse();
    assertThat(turns.tryTake("shop")).isPresent();
  }

  @Test
  void whoHasTheTurnSeesThatAnotherWaits() {
    try (Turns.Turn mine = turns.take("shop")) {
      assertThat(mine.isWanted()).isFalse();

      Thread other = Threads.start("other", () -> turns.take("shop").close());
      Eventually.get(mine.wanted());
      assertThat(other.isAlive()).isTrue();
    }

    Eventually.holds("the other had its turn", () -> !turns.isTaken("shop"));
  }

  @Test
  void theyComeInTheOrderInWhichTheyAsked() throws InterruptedException {
    List<String> order = new CopyOnWriteArrayList<>();
    Turns.Turn mine = turns.take("shop");
    Thread first = waiting("first", order);
    Eventually.get(mine.wanted());
    Thread second = waiting("second", order);
    Eventually.holds(
        "the second waits", () -> second.getState() == Thread.State.WAITING || !second.isAlive());

    mine.close();
    first.join();
    second.join();

    assertThat(order).containsExactly("first", "second");
  }

  @Test
  void givingItBackTwiceTakesNothingFromTheNext() {
    Turns.Turn mine = turns.take("shop");
    mine.close();
    try (var _ = turns.take("shop")) {
      mine.close();

      assertThat(turns.isTaken("shop")).isTrue();
    }
  }

  private Thread waiting(String name, List<String> order) {
    return Threads.start(
        name,
        () -> {
          try (var _ = turns.take("shop")) {
            order.add(name);
          }
        });
  }
}
