package dev.reveille.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Replaces a file whole or not at all: whoever reads it, also after a crash or a power cut, finds
 * the old content or the new one. Only its owner may read it, from the moment it exists.
 *
 * <p>The content goes to {@code .name.<random>.tmp} beside the file, to the disk, and only then
 * under its name; the directory is written to the disk last, because the rename is a change of the
 * directory.
 */
final class AtomicFile {
  static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private AtomicFile() {}

  /** Writes or replaces a file in a directory that exists. */
  static void write(Path directory, String name, byte[] content) throws IOException {
    Path temporary = directory.resolve(".%s.%s.tmp".formatted(name, UUID.randomUUID()));
    try {
      writeNew(temporary, content);
      Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    sync(directory);
  }

  /**
   * Removes what writes that a crash interrupted have left in a directory that nobody writes to.
   */
  static void removeLeftovers(Path directory) throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory, ".*.tmp")) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    }
  }

  /** Makes a created, renamed or removed name in the directory outlive a power cut. */
  static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void writeNew(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, NEW, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }
}
