package dev.reveille.reap;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A directory directly below {@code PROJECTS_DIR}.
 *
 * @param changed when the newest of it, of its entries and of their entries was changed
 */
public record TopDirectory(Path path, Instant changed) {
  public String name() {
    return String.valueOf(path.getFileName());
  }
}
