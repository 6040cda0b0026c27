package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private final InstantSource clock = () -> now;
  private final Sessions sessions = new Sessions(clock);

  @Test
  void idsAre256RandomBits() {
    List<String> ids = IntStream.range(0, 50).mapToObj(_ -> sessions.begin()).toList();

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Za-z0-9_-]{43}"));
  }

  @Test
  void endWhenTheyAreNotUsed() {
    String id = sessions.begin();
    pass(Sessions.UNUSED.minusSeconds(1));
    assertThat(sessions.use(id)).contains(now.plus(Sessions.UNUSED));
    pass(Sessions.UNUSED);

    assertThat(sessions.use(id)).isEmpty();
  }

  @Test
  void endAfterAWeekHoweverMuchTheyAreUsed() {
    Instant begun = now;
    String id = sessions.begin();
    List<Instant> uses = new ArrayList<>();
    while (sessions.use(id).isPresent()) {
      uses.add(now);
      pass(HOUR);
    }

    assertThat(uses.getLast()).isEqualTo(begun.plus(Sessions.LONGEST).minus(HOUR));
  }

  @Test
  void endWhenSomebodyLogsOut() {
    String id = sessions.begin();
    String other = sessions.begin();
    sessions.end(id);

    assertThat(sessions.use(id)).isEmpty();
    assertThat(sessions.use(other)).isPresent();
  }

  @Test
  void theLeastRecentlyUsedMakesRoom() {
    String oldest = sessions.begin();
    String used = sessions.begin();
    for (int i = 0; i < Sessions.KEPT - 1; i++) {
      sessions.use(used);
      sessions.begin();
    }

    assertThat(sessions.use(oldest)).isEmpty();
    assertThat(sessions.use(used)).isPresent();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }
}
