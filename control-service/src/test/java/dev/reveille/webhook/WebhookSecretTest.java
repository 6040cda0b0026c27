package dev.reveille.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSecretTest {
  /** The example of Standard Webhooks' own libraries. */
  @Test
  void signsAsEverybodyDoes() {
    assertThat(
            WebhookSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void theFirstWordCanBeLeftOut() {
    assertThat(WebhookSecret.of("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").signature("a", 1, ""))
        .isEqualTo(
            WebhookSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").signature("a", 1, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "whsec_",
        "whsec_not base64",
        "c2hvcnQ=",
        "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
      })
  void isOfManyRandomBytes(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> WebhookSecret.of(text));
  }

  @Test
  void longerOnesThanTheSpecificationHasAreRefused() {
    String long65 = Base64.getEncoder().encodeToString(new byte[65]);

    assertThatIllegalArgumentException().isThrownBy(() -> WebhookSecret.of(long65));
  }
}
