package dev.reveille.reap;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The directories below {@code PROJECTS_DIR}. No call follows a symbolic link. */
public interface ProjectDirectories {
  /** Finds the directory that a label names; {@code hostPath} as the label writes it. */
  Directory find(String hostPath);

  /**
   * The directories directly below, by name, of those names that are asked for; none where {@code
   * PROJECTS_DIR} is not there.
   *
   * @throws UncheckedIOException when they can't be listed
   */
  List<TopDirectory> top(Predicate<String> names);

  /** How many bytes a directory's files take; empty when that can't be found out soon. */
  OptionalLong size(Path path);

  /**
   * Moves a directory to a name beside it under which it is nobody's any more; does nothing where
   * it is not there, or where there is something of that name already.
   *
   * @param name a file name
   * @throws UncheckedIOException when it is no directory, is reached by a symbolic link, or can't
   *     be moved
   */
  void setAside(Path path, String name);

  /**
   * Removes a directory with all that is in it; does nothing where it is not there.
   *
   * @param path directly below {@code PROJECTS_DIR} or deeper
   * @throws UncheckedIOException when a part of it stays
   */
  void remove(Path path);
}
