package dev.reveille.reap;

import java.nio.file.Path;

/** What there is at a path that a container's label names. */
public sealed interface Directory {
  /**
   * A directory below {@code PROJECTS_DIR}, reached by no symbolic link.
   *
   * @param path where it is for this process, canonical
   */
  record Found(Path path) implements Directory {}

  /** It would be below {@code PROJECTS_DIR}, and nothing is there. */
  record Missing() implements Directory {}

  /**
   * Whatever is there is not removed.
   *
   * @param reason follows "the directory /srv/projects/shop stays: it …"
   */
  record OutOfBounds(String reason) implements Directory {}
}
