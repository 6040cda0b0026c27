package dev.reveille.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.certificate.PemFiles;
import dev.reveille.certificate.PemFilesContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest extends PemFilesContract {
  @TempDir private Path directory;

  @Override
  protected PemFiles files() {
    return StateDirectory.open(directory);
  }

  @Test
  void isMadeWhereItIsMissing() {
    StateDirectory.open(directory.resolve("var/lib/reveille")).write("hook-token", "t");

    assertThat(directory.resolve("var/lib/reveille/hook-token")).hasContent("t");
  }

  @Test
  void removesWhatACrashLeftWhenItIsOpened() throws IOException {
    Path leftover = Files.writeString(directory.resolve(".hook-token.0f3a.tmp"), "hal");

    StateDirectory.open(directory);

    assertThat(leftover).doesNotExist();
  }

  @Test
  void takesASecretFromOthersWhoCouldReadIt() throws IOException {
    Path file = Files.writeString(directory.resolve("hook-token"), "t");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThat(files().read("hook-token")).contains("t");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void readsAFileThatIsNoTextAsWellAsItCan() throws IOException {
    Files.write(directory.resolve("hook-token"), new byte[] {'t', (byte) 0xff, (byte) 0xfe});

    assertThat(files().read("hook-token").orElseThrow()).startsWith("t");
  }

  @Test
  void saysWhatToDoWhereItCannotBeMade() throws IOException {
    Path file = Files.writeString(directory.resolve("occupied"), "a file");

    assertThatThrownBy(() -> StateDirectory.open(file.resolve("reveille")))
        .isInstanceOf(StateUnusable.class)
        .hasMessageContaining("cannot use state directory \"%s/reveille\"".formatted(file))
        .hasMessageContaining("set STATE_DIR to another directory")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void saysWhichFileCannotBeReadOrWritten() throws IOException {
    StateDirectory state = StateDirectory.open(directory.resolve("state"));
    Files.createDirectories(directory.resolve("state/hook-token/inside"));

    assertThatThrownBy(() -> state.write("hook-token", "t"))
        .isInstanceOf(StateUnusable.class)
        .hasMessageContaining("cannot write \"%s\"".formatted(state.path("hook-token")));
    assertThatThrownBy(() -> state.read("hook-token"))
        .isInstanceOf(StateUnusable.class)
        .hasMessageContaining("cannot read \"%s\"".formatted(state.path("hook-token")));
  }
}
