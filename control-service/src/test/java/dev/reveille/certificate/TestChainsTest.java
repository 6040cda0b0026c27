package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TestChainsTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private final TestChains.Authority authority = TestChains.authority("Test CA");

  @Test
  void aLeafHasItsNamesAndDates() {
    ServerCertificate leaf =
        authority
            .leaf("shop.test", "*.shop.test", "192.0.2.7")
            .validFrom(NOW)
            .validFor(Duration.ofDays(90))
            .make();

    assertThat(leaf.names()).containsExactlyInAnyOrder("shop.test", "*.shop.test", "192.0.2.7");
    assertThat(leaf.notBefore()).isEqualTo(NOW);
    assertThat(leaf.notAfter()).isEqualTo(NOW.plus(Duration.ofDays(90)));
    assertThat(leaf.chain()).hasSize(1);
  }

  @Test
  void anIntermediateStandsInTheChainAndTheRootDoesNot() {
    TestChains.Authority intermediate = authority.intermediate("Test R1");

    assertThat(intermediate.leaf("shop.test").make().chain())
        .hasSize(2)
        .last()
        .isEqualTo(intermediate.certificate());
  }

  @Test
  void aKeyMayBeRsa() {
    assertThat(authority.leaf("shop.test").rsa().make().key().getAlgorithm()).isEqualTo("RSA");
  }

  @Test
  void readsBackWhatItWrites() {
    ServerCertificate leaf = authority.intermediate("Test R1").leaf("shop.test").make();
    String pem = TestChains.pem(leaf);

    assertThat(ServerCertificate.of(pem, pem).id()).isEqualTo(leaf.id());
  }
}
