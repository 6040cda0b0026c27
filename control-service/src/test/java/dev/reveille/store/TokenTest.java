package dev.reveille.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
  @Test
  void aRandomOneHas256BitsAndIsNeverTheSame() {
    Token token = Token.random();

    assertThat(Base64.getUrlDecoder().decode(token.value())).hasSize(32);
    assertThat(Token.random().value()).isNotEqualTo(token.value());
  }

  @Test
  void matchesOnlyItself() {
    Token token = Token.of("s3cret");

    assertThat(token.matches("s3cret")).isTrue();
    assertThat(token.matches("s3creT")).isFalse();
    assertThat(token.matches("s3cre")).isFalse();
    assertThat(token.matches("")).isFalse();
  }

  @Test
  void doesNotShowInMessages() {
    assertThat("using " + Token.of("s3cret")).isEqualTo("using Token(not shown)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "line\nbreak", "Ümlaut", "semi;colon"})
  void refusesWhatCannotStandInAHeaderWithoutTellingIt(String text) {
    assertThatThrownBy(() -> Token.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a token consists of letters, digits and . _ ~ + / -, and may end with =");
  }
}
