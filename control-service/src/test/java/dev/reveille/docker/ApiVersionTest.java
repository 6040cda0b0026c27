package dev.reveille.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionTest {
  @Test
  void comparesByNumberAndNotByText() {
    assertThat(new ApiVersion(1, 41).isNewerThan(new ApiVersion(1, 9))).isTrue();
    assertThat(new ApiVersion(1, 9).isNewerThan(new ApiVersion(1, 41))).isFalse();
    assertThat(new ApiVersion(2, 0).isNewerThan(new ApiVersion(1, 52))).isTrue();
    assertThat(new ApiVersion(1, 44).isNewerThan(new ApiVersion(1, 44))).isFalse();
  }

  @Test
  void readsWhatItWrites() {
    assertThat(ApiVersion.parse(" 1.41 ")).contains(new ApiVersion(1, 41));
    assertThat(new ApiVersion(1, 41)).hasToString("1.41");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "v1.41", "1.41.2", "1.x", "1.99999999999"})
  void readsNothingElse(String text) {
    assertThat(ApiVersion.parse(text)).isEmpty();
  }
}
