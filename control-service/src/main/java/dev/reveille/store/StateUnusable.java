package dev.reveille.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A file of the state directory could not be read or written; a person has to mend it. */
public final class StateUnusable extends UncheckedIOException {
  StateUnusable(String tried, Path path, IOException cause) {
    super(
        "cannot %s \"%s\": %s; %s".formatted(tried, path, reason(cause), advice(reason(cause))),
        cause);
  }

  private StateUnusable(String message) {
    super(message, new IOException(message));
  }

  /**
   * A newer version has used the directory.
   *
   * @param files which ones say so, each in a sentence
   */
  static StateUnusable newer(Path directory, List<String> files) {
    return new StateUnusable(
        """
        Nothing was started, because a newer Reveille has written to the state directory "%s":
          %s
        Start that version again, or restore the backup from before the upgrade (see docs/guides/upgrading.md).\
        """
            .formatted(directory, String.join("\n  ", files)));
  }

  /** The JDK's message for a refused access is the path and no more. */
  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getReason();
    }
    return cause.getClass().equals(IOException.class)
        ? Objects.requireNonNullElse(cause.getMessage(), "the system does not say why")
        : cause.toString();
  }

  /** The words are the system's own, for ENOSPC and EDQUOT; the JDK passes no number on. */
  private static String advice(String reason) {
    return reason.contains("No space left") || reason.contains("quota exceeded")
        ? "make room on its disk; what was there before is still whole"
        : "let user \"%s\" read and write there, or set STATE_DIR to another directory"
            .formatted(System.getProperty("user.name"));
  }
}
