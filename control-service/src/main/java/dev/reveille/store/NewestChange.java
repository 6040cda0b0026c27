package dev.reveille.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Set;

/** When a directory was changed, or an entry of it, or an entry of that. */
final class NewestChange extends SimpleFileVisitor<Path> {
  private static final int LEVELS = 2;

  private Instant newest = Instant.MIN;

  private NewestChange() {}

  static Instant of(Path directory) {
    NewestChange change = new NewestChange();
    try {
      Files.walkFileTree(directory, Set.of(), LEVELS, change);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + directory, e);
    }
    return change.newest;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    return see(attributes);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    return see(attributes);
  }

  private FileVisitResult see(BasicFileAttributes attributes) {
    Instant changed = attributes.lastModifiedTime().toInstant();
    newest = changed.isAfter(newest) ? changed : newest;
    return FileVisitResult.CONTINUE;
  }
}
