package dev.reveille.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;

/** How many bytes the files of a directory take. */
final class FolderSize extends SimpleFileVisitor<Path> {
  /** Some seconds' work on a cold disk. */
  private static final int MOST_FILES = 200_000;

  private long bytes;
  private int files;

  private FolderSize() {}

  /** Empty for one with too many files, and for one that can't be read. */
  static OptionalLong of(Path directory) {
    FolderSize size = new FolderSize();
    try {
      Files.walkFileTree(directory, size);
    } catch (IOException _) {
      return OptionalLong.empty();
    }
    return size.files > MOST_FILES ? OptionalLong.empty() : OptionalLong.of(size.bytes);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    bytes += attributes.size();
    files++;
    return files > MOST_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
  }
}
