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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFolderTest extends PemFilesContract {
  @TempDir private Path directory;

  @Override
  protected PemFiles files() {
    return folder("acme/ab12");
  }

  @Test
  void isMadeForItsOwnerAloneByTheFirstWrite() throws IOException {
    PemFiles folder = folder("acme/ab12");
    assertThat(directory.resolve("acme")).doesNotExist();

    folder.write("account.pem", "key");

    assertThat(mode("acme")).isEqualTo("rwx------");
    assertThat(mode("acme/ab12")).isEqualTo("rwx------");
    assertThat(mode("acme/ab12/account.pem")).isEqualTo("rw-------");
  }

  @Test
  void isMadeAnewWhereSomebodyRemovedIt() throws IOException {
    PemFiles folder = folder("certificates");
    folder.write("shop.test.pem", "old");
    folder.remove("shop.test.pem");
    Files.delete(directory.resolve("certificates"));

    folder.write("shop.test.pem", "new");

    assertThat(folder.read("shop.test.pem")).contains("new");
  }

  @Test
  void isTakenFromOthersWhoCouldEnterIt() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("certificates"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

    folder("certificates");

    assertThat(mode("certificates")).isEqualTo("rwx------");
  }

  @Test
  void isFreedFromWhatACrashLeft() throws IOException {
    folder("certificates").write("shop.test.pem", "whole");
    Path leftover = directory.resolve("certificates/.shop.test.pem.0f3a.tmp");
    Files.writeString(leftover, "hal");

    assertThat(folder("certificates").names()).containsExactly("shop.test.pem");
    assertThat(leftover).doesNotExist();
  }

  @Test
  void doesNotNameWhatIsBeingWrittenNorFolders() throws IOException {
    PemFiles folder = folder("certificates");
    folder.write("shop.test.pem", "whole");
    Files.writeString(directory.resolve("certificates/.shop.test.pem.0f3a.tmp"), "hal");
    Files.createDirectories(directory.resolve("certificates/backup"));

    assertThat(folder.names()).containsExactly("shop.test.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../etc", "acme/../..", "/etc", "acme//x", "acme/.hidden"})
  void leadsNowhereElse(String name) {
    assertThatThrownBy(() -> folder(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../hook-token", "a/b", ".hidden"})
  void itsFilesAreNowhereElse(String name) {
    PemFiles folder = folder("certificates");

    assertThatThrownBy(() -> folder.write(name, "x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> folder.read(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> folder.remove(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhatToDoWhereAFileIsInTheWay() throws IOException {
    Files.writeString(directory.resolve("certificates"), "a file");

    assertThatThrownBy(() -> folder("certificates").write("shop.test.pem", "x"))
        .isInstanceOf(StateUnusable.class)
        .hasMessageContaining("cannot write \"%s/certificates/shop.test.pem\"".formatted(directory))
        .hasMessageContaining("set STATE_DIR to another directory");
  }

  private PemFiles folder(String name) {
    return StateDirectory.open(directory).folder(name);
  }

  private String mode(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(path)));
  }
}
