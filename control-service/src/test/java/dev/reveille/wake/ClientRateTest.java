package dev.reveille.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.LeapingTimer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientRateTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final LeapingTimer timer = new LeapingTimer();

  @Test
  void letsAClientHaveAMinutesWorthAtOnceAndThenOneByOne() {
    ClientRate rate = new ClientRate(3, timer);
    for (int i = 0; i < 3; i++) {
      assertThat(rate.take("203.0.113.9")).isZero();
    }

    assertThat(rate.take("203.0.113.9")).isEqualTo(Duration.ofSeconds(20));
    timer.pass(Duration.ofSeconds(19));
    assertThat(rate.take("203.0.113.9")).isBetween(SECOND, SECOND.plusMillis(1));
    timer.pass(SECOND);
    assertThat(rate.take("203.0.113.9")).isZero();
    assertThat(rate.take("203.0.113.9")).isPositive();
  }

  @Test
  void savesNoMoreThanAMinutesWorth() {
    ClientRate rate = new ClientRate(2, timer);
    rate.take("203.0.113.9");
    timer.pass(Duration.ofDays(1));

    assertThat(rate.take("203.0.113.9")).isZero();
    assertThat(rate.take("203.0.113.9")).isZero();
    assertThat(rate.take("203.0.113.9")).isPositive();
  }

  @Test
  void clientsDoNotShareABucket() {
    ClientRate rate = new ClientRate(1, timer);
    rate.take("203.0.113.9");

    assertThat(rate.take("203.0.113.10")).isZero();
    assertThat(rate.take("203.0.113.9")).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1,     2001:db8:1:2:aaaa::9,     true",
    "2001:db8::1,         2001:DB8:0:0:5::2,        true",
    "2001:db8::1,         2001:db8::2,              true",
    "2001:db8:1:2::1,     2001:db8:1:3::1,          false",
    "::ffff:203.0.113.9,  203.0.113.9,              true",
    "::ffff:203.0.113.9,  ::ffff:203.0.113.10,      false",
    "unix:,               203.0.113.9,              false",
    "unix:,               unix:,                    true",
  })
  void anIpv6NetworkOfOneCustomerIsOneClient(String one, String other, boolean same) {
    ClientRate rate = new ClientRate(1, timer);
    rate.take(one);

    assertThat(rate.take(other).isPositive()).isEqualTo(same);
  }

  @Test
  void zeroIsNoLimit() {
    ClientRate rate = new ClientRate(0, timer);
    for (int i = 0; i < 1_000; i++) {
      assertThat(rate.take("203.0.113.9")).isZero();
    }
  }

  @Test
  void forgetsWhoWasNotSeenForLongestWhenThereAreTooMany() {
    ClientRate rate = new ClientRate(1, timer);
    rate.take("first");
    rate.take("second");
    for (int i = 0; i < 9_998; i++) {
      rate.take("client " + i);
    }
    assertThat(rate.take("first")).as("seen again just now").isPositive();

    rate.take("one more");

    assertThat(rate.take("first")).isPositive();
    assertThat(rate.take("second")).as("forgotten").isZero();
  }
}
