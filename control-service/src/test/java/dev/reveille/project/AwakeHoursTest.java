package dev.reveille.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwakeHoursTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** 2026-11-16 is a Monday. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-16T07:59:59, false",
    "2026-11-16T08:00, true",
    "2026-11-20T18:59:59, true",
    "2026-11-20T19:00, false",
    "2026-11-21T12:00, false",
  })
  void theHoursOfTheDays(String time, boolean awake) {
    assertThat(AwakeHours.parse("Mon-Fri 08:00-19:00 Europe/Berlin").contains(berlin(time)))
        .isEqualTo(awake);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T21:59, false",
    "2026-11-20T22:00, true",
    "2026-11-21T05:59, true",
    "2026-11-21T06:00, false",
    "2026-11-20T05:00, false",
  })
  void hoursMayGoOverMidnight(String time, boolean awake) {
    assertThat(AwakeHours.parse("Fri 22:00-06:00 Europe/Berlin").contains(berlin(time)))
        .isEqualTo(awake);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T09:00, true",
    "2026-11-22T09:00, true",
    "2026-11-23T09:00, true",
    "2026-11-24T09:00, false",
    "2026-11-24T23:59:59, true",
    "2026-11-25T00:00, false",
  })
  void severalTimesOfAWeekAndDaysOverItsEnd(String time, boolean awake) {
    AwakeHours hours = AwakeHours.parse("Sat-Mon 8:00-18:00, Tue 20:00-24:00 Europe/Berlin");

    assertThat(hours.contains(berlin(time))).isEqualTo(awake);
  }

  @Test
  void withoutDaysItIsEveryDay() {
    AwakeHours hours = AwakeHours.parse("08:00-19:00 Europe/Berlin");

    assertThat(hours.contains(berlin("2026-11-22T10:00"))).isTrue();
  }

  /** In Berlin clocks went from 02:00 to 03:00 on 2026-03-29. */
  @Test
  void anHourThatDoesNotComeIsNotWaitedFor() {
    AwakeHours hours = AwakeHours.parse("Sun 01:00-04:00 Europe/Berlin");
    Instant one = berlin("2026-03-29T01:00");

    assertThat(awakeMinutes(hours, one)).isEqualTo(120);
  }

  /** In Berlin clocks went from 03:00 back to 02:00 on 2026-10-25. */
  @Test
  void anHourThatComesTwiceCountsTwice() {
    AwakeHours hours = AwakeHours.parse("Sun 01:00-04:00 Europe/Berlin");
    Instant one = berlin("2026-10-25T01:00");

    assertThat(awakeMinutes(hours, one)).isEqualTo(240);
  }

  @Test
  void theDayAfterTheChangeHasItsOwnHours() {
    AwakeHours hours = AwakeHours.parse("Mon-Fri 08:00-19:00 Europe/Berlin");

    assertThat(hours.contains(Instant.parse("2026-03-27T07:00:00Z"))).isTrue();
    assertThat(hours.contains(Instant.parse("2026-03-30T06:00:00Z"))).isTrue();
    assertThat(hours.contains(Instant.parse("2026-03-30T05:59:59Z"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mon-Fri 08:00-19:00",
        "Mon-Fri 08:00-19:00 Europe/Brelin",
        "Mo-Fr 08:00-19:00 Europe/Berlin",
        "Mon-Fri 8-19 Europe/Berlin",
        "Mon-Fri 08:00-25:00 Europe/Berlin",
        "Mon 08:00-08:00 Europe/Berlin",
        "Mon-Fri 08:00-19:00, Europe/Berlin",
        "Europe/Berlin",
      })
  void anythingElseSaysHowToWriteIt(String text) {
    assertThatThrownBy(() -> AwakeHours.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text)
        .hasMessageContaining("write Mon-Fri 08:00-19:00 Europe/Berlin");
  }

  private static long awakeMinutes(AwakeHours hours, Instant from) {
    long minutes = 0;
    while (hours.contains(from.plus(Duration.ofMinutes(minutes)))) {
      minutes++;
    }
    return minutes;
  }

  private static Instant berlin(String time) {
    return LocalDateTime.parse(time).atZone(BERLIN).toInstant();
  }
}
