package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailedTriesTest {
  private static final String HERE = "192.0.2.7";

  private Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private final FailedTries tries = new FailedTries(() -> now);
  private int guesses;

  @Test
  void theFirstOnesAreMistakes() {
    for (int i = 1; i < FailedTries.FREE; i++) {
      guess(HERE);
      assertThat(tries.left(HERE)).isZero();
    }
  }

  @Test
  void laterOnesWaitLongerAndLonger() {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      guess(HERE);
      waits.add(tries.left(HERE).toSeconds());
      now = now.plus(tries.left(HERE));
    }

    assertThat(waits)
        .containsExactly(
            0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L);
  }

  @Test
  void theSameWrongTokenAgainIsNoGuess() {
    for (int i = 0; i < 1000; i++) {
      tries.failed(HERE, "outdated");
    }

    assertThat(tries.left(HERE)).isZero();
  }

  @Test
  void aRightTokenMakesThemMistakes() {
    for (int i = 0; i < FailedTries.FREE; i++) {
      guess(HERE);
    }
    tries.succeeded(HERE);

    assertThat(tries.left(HERE)).isZero();
  }

  @Test
  void areForgottenAfterAQuietHour() {
    for (int i = 0; i < 20; i++) {
      guess(HERE);
    }
    now = now.plus(FailedTries.REMEMBERED).plusSeconds(1);
    guess(HERE);

    assertThat(tries.left(HERE)).isZero();
  }

  @Test
  void countByAddress() {
    for (int i = 0; i < 20; i++) {
      guess("2001:db8::%d".formatted(i));
    }

    assertThat(tries.left("2001:DB8:0:0:ffff::1")).isPositive();
    assertThat(tries.left("2001:db8:0:1::1")).isZero();
    assertThat(tries.left(HERE)).isZero();
  }

  @Test
  void takeNoMoreMemoryWhateverTheFlood() {
    for (int i = 0; i < FailedTries.FREE; i++) {
      guess(HERE);
    }
    assertThat(tries.left(HERE)).isEqualTo(Duration.ofSeconds(1));
    for (int i = 0; i < FailedTries.ADDRESSES_KEPT; i++) {
      guess("10.%d.%d.%d".formatted(i >> 16, (i >> 8) & 255, i & 255));
    }

    assertThat(tries.left(HERE)).as("forgotten").isZero();
  }

  private void guess(String address) {
    tries.failed(address, "guess " + guesses++);
  }
}
