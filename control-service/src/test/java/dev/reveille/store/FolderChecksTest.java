package dev.reveille.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.doctor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderChecksTest {
  @TempDir private Path folder;

  @Test
  void aStateDirectoryAsWeMakeItIsFine() {
    StateDirectory state = StateDirectory.open(folder);
    Tokens.from(state, Optional.empty());
    state.folder("certificates").write("shop.test.pem", "secret");

    assertThat(state().result()).isEqualTo(Finding.Result.OK);
  }

  @Test
  void tellsWhichSecretOthersMayRead() throws IOException {
    Path token = Files.writeString(folder.resolve("admin-token"), "secret");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(state().result()).isEqualTo(Finding.Result.FAIL);
    assertThat(state().text()).contains("admin-token").doesNotContain("secret");
    assertThat(state().advice().orElseThrow()).startsWith("chmod go= ");
  }

  @Test
  void aMissingFolderForCertificatesIsFine() {
    assertThat(certificates(folder.resolve("none")).result()).isEqualTo(Finding.Result.OK);
    assertThat(certificates(folder).text()).endsWith("can be read");
  }

  private Finding state() {
    return FolderChecks.ofState(folder).look().get().getFirst();
  }

  private static Finding certificates(Path folder) {
    return FolderChecks.ofCertificates(folder).look().get().getFirst();
  }
}
