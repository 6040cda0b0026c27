package dev.reveille.store;

import dev.reveille.certificate.PemFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One folder of the state directory, or the directory itself. It need not exist: the first write
 * makes it, and others may not enter what is made.
 */
final class StateFolder implements PemFiles {
  private static final Logger log = LoggerFactory.getLogger(StateFolder.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  /** No way out of the folder, and no name that a leftover of a write could have. */
  private static final Pattern FILE_NAME = Pattern.compile("[^./\0][^/\0]*");

  private final Path path;

  StateFolder(Path path) {
    this.path = path;
  }

  /** One below the state directory: taken from others, and freed from what a crash left. */
  static StateFolder open(Path path) {
    try {
      if (Files.isDirectory(path)) {
        protect(path, "folder", OWNER_ONLY);
        AtomicFile.removeLeftovers(path);
      }
    } catch (IOException e) {
      throw new StateUnusable("use folder", path, e);
    }
    return new StateFolder(path);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A file that others may read is taken from them, and a warning says so: someone copied or
   * restored it, and whoever could read it may know the secret.
   */
  @Override
  public Optional<String> read(String name) {
    Path file = file(name);
    try {
      protect(file, "file", AtomicFile.OWNER_ONLY);
      // Not Files.readString: it throws on damaged files, and what is damaged is to be replaced.
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StateUnusable("read", file, e);
    }
  }

  @Override
  public void write(String name, String content) {
    Path file = file(name);
    try {
      make(path);
      AtomicFile.write(path, name, content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new StateUnusable("write", file, e);
    }
  }

  @Override
  public void remove(String name) {
    Path file = file(name);
    try {
      if (Files.deleteIfExists(file)) {
        AtomicFile.sync(path);
      }
    } catch (IOException e) {
      throw new StateUnusable("remove", file, e);
    }
  }

  @Override
  public SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, Files::isRegularFile)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (FILE_NAME.matcher(name).matches()) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException _) {
      return names;
    } catch (IOException e) {
      throw new StateUnusable("list", path, e);
    }
    return names;
  }

  /** Where a file is, or would be. */
  Path file(String name) {
    if (!FILE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("\"%s\" is no name of a file of ours".formatted(name));
    }
    return path.resolve(name);
  }

  /** Makes a folder and those above it; each outlives a power cut, as its files do. */
  private static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = folder.toAbsolutePath().getParent();
    if (above != null) {
      make(above);
    }
    Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    if (above != null) {
      AtomicFile.sync(above);
    }
  }

  private static void protect(Path path, String kind, Set<PosixFilePermission> ownerOnly)
      throws IOException {
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    if (!mode.endsWith("------")) {
      Files.setPosixFilePermissions(path, ownerOnly);
      log.warn(
          "Others could read a secret {}, now its owner only; remove it and restart if one of"
              + " them should not know it {}={} mode={}",
          kind,
          kind,
          path,
          mode);
    }
  }
}
