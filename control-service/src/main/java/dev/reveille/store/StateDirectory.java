package dev.reveille.store;

import dev.reveille.certificate.PemFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that {@code STATE_DIR} names: what has to outlive a restart. One control service
 * writes to it at a time.
 *
 * <p>The directory itself may be entered by everyone, since the gateway's workers run as a user of
 * their own; its files may be read by their owner only.
 */
public final class StateDirectory implements PemFiles {
  private static final Logger log = LoggerFactory.getLogger(StateDirectory.class);

  private final Path path;

  private StateDirectory(Path path) {
    this.path = path;
  }

  /**
   * Makes the directory where it is missing, and removes what a crash has left behind.
   *
   * @throws StateUnusable when it cannot be made or written to
   */
  public static StateDirectory open(Path path) {
    try {
      Files.createDirectories(path);
      if (!Files.isWritable(path)) {
        throw new AccessDeniedException(path.toString());
      }
      AtomicFile.removeLeftovers(path);
    } catch (IOException e) {
      throw new StateUnusable("use state directory", path, e);
    }
    return new StateDirectory(path);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A file that others may read is taken from them, and a warning says so: someone copied or
   * restored it, and whoever could read it may know the secret.
   */
  @Override
  public Optional<String> read(String name) {
    Path file = path.resolve(name);
    try {
      protect(file);
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
    try {
      AtomicFile.write(path, name, content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new StateUnusable("write", path.resolve(name), e);
    }
  }

  @Override
  public void remove(String name) {
    Path file = path.resolve(name);
    try {
      if (Files.deleteIfExists(file)) {
        AtomicFile.sync(path);
      }
    } catch (IOException e) {
      throw new StateUnusable("remove", file, e);
    }
  }

  /** Where a file is, for messages and for the gateway. */
  public Path path(String name) {
    return path.resolve(name);
  }

  private static void protect(Path file) throws IOException {
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    if (!mode.endsWith("------")) {
      Files.setPosixFilePermissions(file, AtomicFile.OWNER_ONLY);
      log.warn(
          "Others could read a secret file, now its owner only; remove it and restart if one of"
              + " them should not know it file={} mode={}",
          file,
          mode);
    }
  }
}
