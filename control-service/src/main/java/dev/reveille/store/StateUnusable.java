package dev.reveille.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file of the state directory could not be read or written; a person has to mend it. */
public final class StateUnusable extends RuntimeException {
  StateUnusable(String tried, Path path, IOException cause) {
    super(
        ("cannot %s \"%s\": %s; let user \"%s\" read and write there, or set STATE_DIR to another"
                + " directory")
            .formatted(tried, path, reason(cause), System.getProperty("user.name")),
        cause);
  }

  /** The JDK's message for a refused access is the path and no more. */
  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    return cause instanceof FileSystemException failed && failed.getReason() != null
        ? failed.getReason()
        : cause.toString();
  }
}
