package dev.reveille.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Objects;

/**
 * Renames or removes a directory by way of open directories, from the root down, so that nobody who
 * swaps one for a symbolic link meanwhile leads it elsewhere.
 */
final class FolderRemoval {
  private final Path root;
  private final Path path;

  private FolderRemoval(Path root, Path path) {
    this.root = root;
    this.path = path;
  }

  /**
   * @throws IllegalArgumentException when the path is not below the root
   */
  static FolderRemoval below(Path root, Path path) {
    boolean isBelow = path.startsWith(root) && !path.equals(root);
    if (!isBelow || !path.normalize().equals(path)) {
      throw new IllegalArgumentException("%s is not below %s".formatted(path, root));
    }
    return new FolderRemoval(root, path);
  }

  private interface Work {
    void on(SecureDirectoryStream<Path> parent, Path name) throws IOException;
  }

  /**
   * Gives it another name in its directory; nothing happens where it is not there, or where there
   * is something of that name.
   */
  void rename(String name) {
    inParent("set aside", (parent, old) -> rename(parent, old, Path.of(name)));
  }

  private void rename(SecureDirectoryStream<Path> parent, Path old, Path name) throws IOException {
    if (!isDirectory(parent, old)) {
      throw new NotDirectoryException(path.toString());
    }
    try {
      var _ = isDirectory(parent, name);
    } catch (NoSuchFileException _) {
      parent.move(old, parent, name);
    }
  }

  /** Removes it with all that is in it; nothing happens where it is not there. */
  void remove() {
    inParent("remove", FolderRemoval::removeTree);
  }

  private void inParent(String verb, Work work) {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
      descend(secure(stream), root.relativize(path), work);
    } catch (NoSuchFileException _) {
      // It is gone, which is what was wanted.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot %s directory %s: %s".formatted(verb, path, e), e);
    }
  }

  private static void descend(SecureDirectoryStream<Path> from, Path relative, Work work)
      throws IOException {
    Path first = relative.getName(0);
    if (relative.getNameCount() == 1) {
      work.on(from, first);
      return;
    }
    Path rest = relative.subpath(1, relative.getNameCount());
    try (var next = from.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
      descend(next, rest, work);
    }
  }

  private static void removeTree(SecureDirectoryStream<Path> parent, Path name) throws IOException {
    if (!isDirectory(parent, name)) {
      parent.deleteFile(name);
      return;
    }
    try (var entries = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      for (Path entry : entries) {
        removeTree(entries, Objects.requireNonNull(entry.getFileName()));
      }
    }
    parent.deleteDirectory(name);
  }

  private static boolean isDirectory(SecureDirectoryStream<Path> parent, Path name)
      throws IOException {
    return parent
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isDirectory();
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new IOException("the file system can't be walked without following symbolic links");
  }
}
