package dev.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {
  @ParameterizedTest
  @CsvSource({
    "PT-3S, Less than a second ago",
    "PT1S, 1 second ago",
    "PT59S, 59 seconds ago",
    "PT61S, About a minute ago",
    "PT59M, 59 minutes ago",
    "PT1H, About an hour ago",
    "PT1H31M, 2 hours ago",
    "PT47H, 47 hours ago",
    "P2D, 2 days ago",
    "P14D, 2 weeks ago",
    "P61D, 2 months ago",
    "P800D, 2 years ago",
  })
  void isWrittenAsDockerDoes(Duration age, String text) {
    assertThat(Age.text(age)).isEqualTo(text);
  }
}
