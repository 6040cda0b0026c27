package dev.reveille.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.Container.Health;
import dev.reveille.project.Container.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateWordsTest {
  @ParameterizedTest
  @CsvSource({
    "Up 2 hours (healthy), HEALTHY",
    "Up 3 seconds (health: starting), STARTING",
    "Up 3 seconds (unhealthy), UNHEALTHY",
    "Up 3 seconds, NONE",
    "healthy, HEALTHY",
    "starting, STARTING",
    "unhealthy, UNHEALTHY",
    "none, NONE",
    "'', NONE"
  })
  void readsHealth(String text, Health health) {
    assertThat(new StateWords("running", text).health()).isEqualTo(health);
  }

  @Test
  void onlyWhatRunsHasHealth() {
    assertThat(new StateWords("exited", "unhealthy").health()).isEqualTo(Health.NONE);
    assertThat(new StateWords("paused", "Up 1 second (Paused)").health()).isEqualTo(Health.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "running, RUNNING",
    "Running, RUNNING",
    "dead, DEAD",
    "stopped, EXITED",
    "'', EXITED"
  })
  void readsStatus(String word, Status status) {
    assertThat(new StateWords(word, "").status()).isEqualTo(status);
  }
}
