package dev.reveille.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.LeapingTimer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpareMemoryTest {
  private static final long USED = 12_000_000;

  private final LeapingTimer timer = new LeapingTimer();
  private final AtomicLong bytes = new AtomicLong(3 * USED);
  private final AtomicInteger collections = new AtomicInteger();
  private final SpareMemory spare =
      new SpareMemory(timer, new SpareMemory.Heap(bytes::get, this::collect));

  @BeforeEach
  void start() {
    spare.start();
  }

  @AfterEach
  void close() {
    spare.close();
  }

  @Test
  void givesBackWhatTheStartTook() {
    passMinutes(1);

    assertThat(bytes).hasValue(USED);
  }

  @Test
  void looksForNothingWhereNothingHappens() {
    passMinutes(60);

    assertThat(collections).hasValue(1);
  }

  @Test
  void leavesAloneWhatIsNotWorthwhile() {
    passMinutes(1);
    bytes.addAndGet(SpareMemory.WORTHWHILE_BYTES - 1);
    passMinutes(60);

    assertThat(collections).hasValue(1);
  }

  @Test
  void givesBackWhatABusyTimeTook() {
    timer.pass(SpareMemory.STEP.plusSeconds(1));
    bytes.addAndGet(SpareMemory.WORTHWHILE_BYTES);
    timer.pass(SpareMemory.STEP.plusSeconds(1));
    assertThat(collections).hasValue(1);
    passMinutes(1);

    assertThat(bytes).hasValue(USED);
  }

  @Test
  void doesNotWaitWithMuch() {
    passMinutes(1);
    bytes.addAndGet(SpareMemory.MUCH_BYTES);
    timer.pass(SpareMemory.STEP.plusSeconds(1));

    assertThat(bytes).hasValue(USED);
  }

  /** And a moment, as what is due just then may happen just after. */
  private void passMinutes(int minutes) {
    timer.pass(SpareMemory.INTERVAL.multipliedBy(minutes).plusSeconds(1));
  }

  private void collect() {
    collections.incrementAndGet();
    bytes.set(USED);
  }
}
