package dev.reveille.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  @TempDir private Path directory;

  @Test
  void areMadeAtTheFirstStart() {
    Tokens tokens = tokens();

    assertThat(directory.resolve("hook-token")).hasContent(tokens.hook().value() + "\n");
    assertThat(directory.resolve("admin-token")).hasContent(tokens.admin().value() + "\n");
    assertThat(tokens.hook().value()).isNotEqualTo(tokens.admin().value());
  }

  @Test
  void areTheSameAtEveryLaterStart() {
    Tokens first = tokens();

    Tokens second = tokens();

    assertThat(second.hook().value()).isEqualTo(first.hook().value());
    assertThat(second.admin().value()).isEqualTo(first.admin().value());
  }

  @Test
  void theAdministratorsOwnChoiceGoesBeforeTheFileAndIsNotWritten() {
    Token chosen = Token.of("s3cret");

    Tokens tokens = Tokens.from(StateDirectory.open(directory), Optional.of(chosen));

    assertThat(tokens.admin()).isSameAs(chosen);
    assertThat(directory.resolve("admin-token")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "dG9rZW4taGFsZi13cml0dGVu", "not a token, a sentence"})
  void aFileWithoutAWholeTokenIsReplaced(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("hook-token"), content);

    Token hook = tokens().hook();

    assertThat(hook.value()).hasSize(43);
    assertThat(file).hasContent(hook.value() + "\n");
  }

  private Tokens tokens() {
    return Tokens.from(StateDirectory.open(directory), Optional.empty());
  }
}
