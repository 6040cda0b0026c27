package dev.reveille.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path directory;

  @Test
  void writesAFileThatOnlyItsOwnerMayRead() throws IOException {
    Path file = directory.resolve("secret");

    AtomicFile.write(directory, "secret", bytes("new"));

    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void replacesAFileThatEveryoneCouldRead() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    AtomicFile.write(directory, "secret", bytes("new"));

    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void whoHasTheOldFileOpenKeepsTheOldContent() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "old");
    try (var reader = Files.newInputStream(file)) {
      AtomicFile.write(directory, "secret", bytes("new"));

      assertThat(reader).hasContent("old");
    }
  }

  @Test
  void leavesNothingBehindWhenItFails() throws IOException {
    Files.createDirectories(directory.resolve("secret/inside"));

    assertThatThrownBy(() -> AtomicFile.write(directory, "secret", bytes("new")))
        .isInstanceOf(IOException.class);

    assertThat(names()).containsExactly("secret");
  }

  @Test
  void removesWhatACrashLeftAndNothingElse() throws IOException {
    Files.writeString(directory.resolve(".hook-token.0f3a.tmp"), "hal");
    Files.writeString(directory.resolve("hook-token"), "whole");
    Files.writeString(directory.resolve("notes.tmp"), "somebody's own");

    AtomicFile.removeLeftovers(directory);

    assertThat(names()).containsExactly("hook-token", "notes.tmp");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
