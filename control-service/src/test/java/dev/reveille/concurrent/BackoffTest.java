package dev.reveille.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(5), 2, Duration.ofMillis(30));

  @Test
  void growsFromTheFirstDelayToTheCap() {
    assertThat(millis(6)).containsExactly(5L, 10L, 20L, 30L, 30L, 30L);
  }

  @Test
  void beginsAgainAfterASuccess() {
    millis(4);
    backoff.reset();

    assertThat(millis(2)).containsExactly(5L, 10L);
  }

  private List<Long> millis(int count) {
    return Stream.generate(backoff::next).limit(count).map(Duration::toMillis).toList();
  }
}
