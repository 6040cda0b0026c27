package dev.reveille.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.certificate.PemFiles;
import dev.reveille.concurrent.Timer;
import dev.reveille.testing.MissingPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk of 256 KB, which only root can have here. */
class FullDiskIT {
  @TempDir private Path disk;

  private boolean isMounted;

  @BeforeEach
  void mount() throws Exception {
    if (run("mount", "-t", "tmpfs", "-o", "size=256k,mode=0755", "tmpfs", disk.toString()) != 0) {
      throw MissingPeer.because("no small disk: mounting a tmpfs needs root");
    }
    isMounted = true;
  }

  @AfterEach
  void unmount() throws Exception {
    if (isMounted) {
      assertThat(run("umount", disk.toString())).isZero();
    }
  }

  @Test
  void whatWasThereStaysWholeAndTheMessageSaysToMakeRoom() throws IOException {
    PemFiles folder = StateDirectory.open(disk).folder("certificates");
    folder.write("shop.test.pem", "old");
    Path filler = fill();

    assertThatThrownBy(() -> folder.write("shop.test.pem", "new".repeat(3_000)))
        .isInstanceOf(StateUnusable.class)
        .hasMessageContaining("cannot write \"%s/certificates/shop.test.pem\"".formatted(disk))
        .hasMessageContaining("No space left on device; make room on its disk");

    assertThat(folder.read("shop.test.pem")).contains("old");
    assertThat(folder.names()).containsExactly("shop.test.pem");

    Files.delete(filler);
    folder.write("shop.test.pem", "new");
    assertThat(folder.read("shop.test.pem")).contains("new");
  }

  @Test
  void theLockGoesOnBeating() throws IOException {
    StateDirectory state = StateDirectory.open(disk);
    try (StateLock lock = new StateLock(state, Timer.system())) {
      assertThat(lock.tryHold()).isTrue();
      String before = Files.readString(state.path("lock"));
      fill();

      assertThat(lock.tryHold()).isTrue();

      assertThat(state.path("lock")).content().isNotEqualTo(before);
    }
  }

  private Path fill() throws IOException {
    Path filler = disk.resolve("filler");
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
      return filler;
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
