package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttentionTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final TestChains.Authority AUTHORITY = TestChains.authority("Own CA");

  @Test
  void isNeededWhereSomethingIsWrongAndNowhereElse() {
    Map<String, Chosen> shown =
        Map.of(
            "*", new Chosen(TestChains.selfSigned("localhost"), Source.SELF_SIGNED, false),
            "good.test", custom("good.test", NOW.plus(Duration.ofDays(300)), true),
            "soon.test", custom("soon.test", NOW.plus(Duration.ofDays(3)), true),
            "gone.test", custom("gone.test", NOW.minus(Duration.ofDays(3)), false),
            "odd.test", custom("other.test", NOW.plus(Duration.ofDays(300)), false),
            "self.test", new Chosen(TestChains.selfSigned("self.test"), Source.CUSTOM, false));
    NameStatus failed = status("failed.test", Optional.of("the CA says no"));
    NameStatus fine = status("fine.test", Optional.empty());

    assertThat(Attention.of(shown, List.of(failed, fine), NOW))
        .containsExactly(
            new Attention(
                "failed.test", "the CA says no (next: another try, at 2026-01-31T12:00:00Z)"),
            new Attention("gone.test", "expired at 2026-01-28T12:00:00Z and is used last"),
            new Attention("odd.test", "browsers warn of it: it is for other.test"),
            new Attention("self.test", "browsers warn of it: it is signed by itself"),
            new Attention("soon.test", "expires at 2026-02-03T12:00:00Z"));
  }

  private static Chosen custom(String name, Instant end, boolean trusted) {
    return new Chosen(AUTHORITY.leaf(name).validUntil(end).make(), Source.CUSTOM, trusted);
  }

  private static NameStatus status(String name, Optional<String> error) {
    return new NameStatus(
        name,
        NameStatus.State.FAILED,
        Optional.empty(),
        Optional.empty(),
        "another try",
        Optional.of(NOW),
        error);
  }
}
