package dev.reveille.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.PemFiles;
import dev.reveille.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kill -9} leaves of files that are being replaced. */
class KilledWriterIT {
  private static final int KILLS = 5;

  @TempDir private Path directory;

  @RepeatedTest(KILLS)
  void everyFileIsWholeAndNothingElseIsLeft() throws Exception {
    Process writer = startWriter();
    try {
      PemFiles folder = StateDirectory.open(directory).folder("certificates");
      Eventually.isTrue(() -> folder.names().containsAll(EndlessWriter.NAMES));
      // Whoever reads meanwhile sees whole files, too.
      assertThat(EndlessWriter.NAMES).allSatisfy(name -> assertWhole(folder.read(name)));
    } finally {
      writer.destroyForcibly().waitFor(); // SIGKILL
    }

    PemFiles folder = StateDirectory.open(directory).folder("certificates");
    assertThat(EndlessWriter.NAMES).allSatisfy(name -> assertWhole(folder.read(name)));
    assertThat(filesThere()).isEqualTo(EndlessWriter.NAMES.size());
  }

  private Process startWriter() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-classpath",
            System.getProperty("java.class.path"),
            EndlessWriter.class.getName(),
            directory.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private long filesThere() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("certificates"))) {
      return files.count();
    }
  }

  private static void assertWhole(Optional<String> content) {
    assertThat(content.orElseThrow().lines()).hasSize(EndlessWriter.LINES);
    assertThat(content.orElseThrow().lines().distinct()).hasSize(1);
  }
}
