package dev.reveille.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.config.Config;
import dev.reveille.store.StateDirectory;
import dev.reveille.store.StateUnusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateFormatsTest {
  private static final String NEWER = "{\"projects\":{\"format\":1},\"format\":2,\"new\":[]}";

  @TempDir private Path state;

  private static Stream<String> files() {
    return StateFormats.NEWEST_READ.keySet().stream().map(it -> it.replace("*", "ca.test-1f2e"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatANewerVersionHasWrittenEndsTheStartAndIsKept(String file) throws IOException {
    write(file, NEWER);

    assertThatThrownBy(() -> start().close())
        .isInstanceOf(StateUnusable.class)
        .hasMessage(
            """
            Nothing was started, because a newer Reveille has written to the state directory "%s":
              %s has format 2; this version reads up to 1
            Start that version again, or restore the backup from before the upgrade (see docs/guides/upgrading.md).\
            """
                .formatted(state, file));
    try (Stream<Path> all = Files.walk(state).filter(Files::isRegularFile)) {
      assertThat(all).containsExactly(state.resolve(file));
    }
    assertThat(state.resolve(file)).hasContent(NEWER);
  }

  @Test
  void allNewerFilesAreNamedAtOnce() throws IOException {
    for (String file : files().toList()) {
      write(file, NEWER);
    }

    assertThatThrownBy(() -> start().close())
        .hasMessageContainingAll(files().toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatIsReadOrDamagedDoesNotEndTheStart(String file) throws IOException {
    StateDirectory directory = StateDirectory.open(state);
    for (String content :
        new String[] {"{\"format\":1}", "{\"format\":", "{}", "[2]", "null", ""}) {
      write(file, content);

      assertThatCode(() -> directory.refuseNewer(StateFormats.NEWEST_READ))
          .as(content)
          .doesNotThrowAnyException();
    }
  }

  private Wiring start() {
    return new Wiring(Config.fromEnvironment(Map.of("STATE_DIR", state.toString())));
  }

  private void write(String file, String content) throws IOException {
    Path path = state.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
