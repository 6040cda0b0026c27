package dev.reveille.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0,      0",
    "0s,     0",
    "250ms,  250",
    "30s,    30000",
    "2m,     120000",
    "0.5h,   1800000",
    "168h,   604800000",
    "7D,     604800000",
    "1.5S,   1500",
    "0.1s,   100",
    "0.000000001d, 0",
    "1.999999999d, 172799999",
    "999999999.999999999d, 86399999999999999",
  })
  void readsWhatPeopleWrite(String text, long millis) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-5s", "s", "1w", "1 s", "1,5s", ".5s", "1e3s", "9999999999s"})
  void refusesAnythingElseAndSaysHowToWriteIt(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining("30s");
  }

  @ParameterizedTest
  @CsvSource({"0, 0ms", "999, 999ms", "1000, 1.0s", "2140, 2.1s", "119999, 120.0s", "120000, 2m"})
  void writesThemForPeople(long millis, String text) {
    assertThat(Durations.text(Duration.ofMillis(millis))).isEqualTo(text);
  }
}
