package dev.reveille.store;

import dev.reveille.certificate.PemFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Pattern;

/**
 * The directory that {@code STATE_DIR} names: what has to outlive a restart. One control service
 * orders certificates for it at a time, see {@link StateLock}.
 *
 * <p>The directory itself may be entered by everyone, since the gateway's workers run as a user of
 * their own; its files may be read by their owner only, and its folders be entered by nobody else.
 */
public final class StateDirectory implements PemFiles {
  private static final Pattern FOLDER_NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  private final Path path;
  private final StateFolder files;

  private StateDirectory(Path path) {
    this.path = path;
    this.files = new StateFolder(path);
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
   * Refuses what a newer version has written, since what it knew would be lost.
   *
   * @param newestRead the newest format of each file that is read, by its path from here; {@code *}
   *     in it is any folder
   * @throws StateUnusable naming every newer one; nothing has changed then
   */
  public void refuseNewer(Map<String, Integer> newestRead) {
    try {
      List<String> newer = new NewerFiles(path).find(newestRead);
      if (!newer.isEmpty()) {
        throw StateUnusable.newer(path, newer);
      }
    } catch (IOException e) {
      throw new StateUnusable("look at the formats in", path, e);
    }
  }

  /**
   * The files of a folder below: {@code certificates}, {@code acme/ab12}. The folder is made when
   * something is first written to it, with mode 0700. One that others may enter is taken from them
   * with a warning, and what a crash left behind there is removed: call it once for a folder,
   * before anybody writes to it.
   *
   * @throws StateUnusable when it is there and can't be used
   */
  public PemFiles folder(String name) {
    if (!FOLDER_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("\"%s\" is no name of a folder of ours".formatted(name));
    }
    return StateFolder.open(path.resolve(name));
  }

  @Override
  public Optional<String> read(String name) {
    return files.read(name);
  }

  @Override
  public void write(String name, String content) {
    files.write(name, content);
  }

  @Override
  public void remove(String name) {
    files.remove(name);
  }

  @Override
  public SortedSet<String> names() {
    return files.names();
  }

  /** Where a file is, for messages and for the gateway. */
  public Path path(String name) {
    return path.resolve(name);
  }
}
