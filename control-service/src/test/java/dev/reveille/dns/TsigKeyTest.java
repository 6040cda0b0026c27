package dev.reveille.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TsigKeyTest {
  private static final String SECRET = "bWFuIG1hZGU=";

  @ParameterizedTest
  @CsvSource({
    "hmac-sha256:acme-key:bWFuIG1hZGU=, hmac-sha256:acme-key:***",
    "HMAC-SHA512:acme.example.com.:bWFuIG1hZGU=, hmac-sha512:acme.example.com:***",
    "acme-key:bWFuIG1hZGU=, hmac-sha256:acme-key:***",
    "hmac-md5:old:bWFuIG1hZGU=, HMAC-MD5.SIG-ALG.REG.INT:old:***",
  })
  void readsWhatNsupdateReadsAndHidesTheSecret(String text, String shown) {
    assertThat(TsigKey.parse(text)).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "bWFuIG1hZGU=, has 1 parts",
    "hmac-sha256:acme-key:bWFuIG1hZGU=:more, has 4 parts",
    "bWFuIG1hZGU=:acme-key:hmac-sha256, algorithm is not known",
    "hmac-crc32:acme-key:bWFuIG1hZGU=, algorithm is not known",
    "hmac-sha256::bWFuIG1hZGU=, name",
    "hmac-sha256:a..b:bWFuIG1hZGU=, name",
    "hmac-sha256:acme-key:, secret",
    "hmac-sha256:acme-key:no base64!, secret",
  })
  void saysWhichPartIsWrongAndShowsNone(String text, String complaint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TsigKey.parse(text))
        .withMessageContaining(complaint)
        .satisfies(
            e -> {
              assertThat(e.getMessage()).doesNotContain(SECRET, "no base64!", "crc32");
              assertThat(e).hasNoCause();
            });
  }

  @Test
  void settingsDoNotShowItEither() {
    var settings =
        new Rfc2136Records.Settings(
            DnsServer.parse("192.0.2.1"),
            Optional.of(TsigKey.parse("hmac-sha256:k:" + SECRET)),
            List.of(),
            Duration.ofMinutes(2));
    assertThat(settings.toString()).contains("hmac-sha256:k:***").doesNotContain(SECRET);
  }
}
