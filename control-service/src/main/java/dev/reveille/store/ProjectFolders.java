package dev.reveille.store;

import dev.reveille.reap.Directory;
import dev.reveille.reap.ProjectDirectories;
import dev.reveille.reap.TopDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The directory that {@code PROJECTS_DIR} names.
 *
 * <p>Labels carry paths of the host. Where {@code PROJECTS_DIR} is a mount, as in a container, the
 * last part of such a path is looked for in it, if the rest of the path is what is mounted there.
 * Otherwise, and where the host's directory has the same path, the label's path is taken as it is.
 */
public final class ProjectFolders implements ProjectDirectories {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private final Path root;
  private final List<Path> ours;
  private final Path mountTable;

  /**
   * @param root {@code PROJECTS_DIR}, absolute
   * @param ours what we need ourselves, as the state directory: never found, nor what is around it
   */
  public ProjectFolders(Path root, List<Path> ours) {
    this(root, ours, MOUNTS);
  }

  ProjectFolders(Path root, List<Path> ours, Path mountTable) {
    this.root = root;
    this.ours = ours.stream().map(ProjectFolders::real).toList();
    this.mountTable = mountTable;
  }

  @Override
  public Directory find(String hostPath) {
    try {
      Path path = Path.of(hostPath);
      if (!path.isAbsolute() || !path.normalize().equals(path)) {
        return new Directory.OutOfBounds("is no canonical path");
      }
      return rootFault()
          .map(Directory.OutOfBounds::new)
          .map(Directory.class::cast)
          .orElseGet(() -> find(path));
    } catch (InvalidPathException _) {
      return new Directory.OutOfBounds("is no path");
    } catch (UncheckedIOException e) {
      return new Directory.OutOfBounds("can't be looked at: " + e.getMessage());
    }
  }

  @Override
  public List<TopDirectory> top(Predicate<String> names) {
    if (rootFault().isPresent()) {
      return List.of();
    }
    Mounts mounts = mounts();
    return entries(root).stream()
        .filter(entry -> names.test(String.valueOf(entry.getFileName())))
        .filter(ProjectFolders::isDirectory)
        .filter(entry -> protectedPart(entry).isEmpty() && mounts.within(entry).isEmpty())
        .sorted()
        .map(entry -> new TopDirectory(entry, NewestChange.of(entry)))
        .toList();
  }

  @Override
  public OptionalLong size(Path path) {
    return FolderSize.of(path);
  }

  @Override
  public void setAside(Path path, String name) {
    FolderRemoval.below(root, path).rename(name);
  }

  @Override
  public void remove(Path path) {
    FolderRemoval.below(root, path).remove();
  }

  /** What is wrong with the root; then nothing in it is touched. */
  private Optional<String> rootFault() {
    if (root.getNameCount() == 0) {
      return Optional.of("would be any: PROJECTS_DIR is /");
    }
    if (!isDirectory(root) || !real(root).equals(root)) {
      return Optional.of("is not looked for: PROJECTS_DIR %s is no canonical path".formatted(root));
    }
    return Optional.empty();
  }

  private Directory find(Path hostPath) {
    Mounts mounts = mounts();
    Optional<Path> source = mounts.sourceAt(root).filter(it -> it.getNameCount() > 0);
    Optional<Path> mapped =
        source.map(it -> mapped(hostPath, it)).orElseGet(() -> mapped(hostPath));
    if (mapped.isEmpty()) {
      return new Directory.OutOfBounds("is not below PROJECTS_DIR " + root);
    }
    return look(mapped.get(), mounts);
  }

  /** Without knowledge of what is mounted: below the root, else by the last part in a mount. */
  private Optional<Path> mapped(Path hostPath) {
    if (isBelowRoot(hostPath)) {
      return Optional.of(hostPath);
    }
    boolean isMount = mounts().sourceAt(root).isPresent();
    boolean holdsRoot = root.startsWith(hostPath);
    return isMount && !holdsRoot
        ? Optional.ofNullable(hostPath.getFileName()).map(root::resolve)
        : Optional.empty();
  }

  /**
   * @param source the host's directory that is mounted at the root, or the end of its path
   */
  private Optional<Path> mapped(Path hostPath, Path source) {
    if (isBelowRoot(hostPath) && endsWith(root, source)) {
      return Optional.of(hostPath);
    }
    Path parent = hostPath.getParent();
    return parent != null && endsWith(parent, source)
        ? Optional.ofNullable(hostPath.getFileName()).map(root::resolve)
        : Optional.empty();
  }

  private boolean isBelowRoot(Path path) {
    return path.startsWith(root) && !path.equals(root);
  }

  private static boolean endsWith(Path path, Path end) {
    Path names = path.getRoot().relativize(path);
    return names.endsWith(end.getRoot().relativize(end));
  }

  private Directory look(Path path, Mounts mounts) {
    Path reached = root;
    for (Path part : root.relativize(path)) {
      reached = reached.resolve(part);
      Optional<BasicFileAttributes> attributes = attributes(reached);
      if (attributes.isEmpty()) {
        return new Directory.Missing();
      }
      if (attributes.get().isSymbolicLink()) {
        return new Directory.OutOfBounds("is reached by the symbolic link " + reached);
      }
      if (!attributes.get().isDirectory()) {
        return new Directory.OutOfBounds("is no directory");
      }
    }
    return protectedPart(path)
        .map(it -> "holds " + it + ", which is Reveille's")
        .or(() -> mounts.within(path).map(it -> "has something mounted at " + it))
        .<Directory>map(Directory.OutOfBounds::new)
        .orElseGet(() -> new Directory.Found(path));
  }

  private Optional<Path> protectedPart(Path path) {
    return ours.stream().filter(it -> it.startsWith(path) || path.startsWith(it)).findFirst();
  }

  private Mounts mounts() {
    try {
      return Mounts.parse(Files.readAllLines(mountTable));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + mountTable, e);
    }
  }

  /** Empty where there is nothing. */
  private static Optional<BasicFileAttributes> attributes(Path path) {
    try {
      return Optional.of(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + path, e);
    }
  }

  private static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<Path> entries(Path directory) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
    return entries;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      return path.toAbsolutePath().normalize();
    }
  }
}
