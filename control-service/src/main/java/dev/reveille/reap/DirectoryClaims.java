package dev.reveille.reap;

import dev.reveille.project.EngineStock;
import dev.reveille.project.EngineStock.Holder;
import dev.reveille.project.Label;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who names which directory: by the label {@code reveille.root}, as the directory of a Compose
 * file, by a mount, or by a volume that stands for it. All containers count, also those that are no
 * project of ours.
 */
final class DirectoryClaims {
  /** Compose's own, the directory of its file. */
  private static final String WORKING_DIRECTORY = "com.docker.compose.project.working_dir";

  private final Map<String, Directory> directories;
  private final Map<Path, Set<String>> at = new HashMap<>();
  private final Map<Path, Set<String>> below = new HashMap<>();
  private final Map<Path, Set<String>> roots = new HashMap<>();
  private final Set<String> parts = new HashSet<>();

  private DirectoryClaims(Map<String, Directory> directories) {
    this.directories = directories;
  }

  /**
   * @param directories what is at the paths that labels name
   */
  static DirectoryClaims of(EngineStock stock, Map<String, Directory> directories) {
    DirectoryClaims claims = new DirectoryClaims(directories);
    for (Holder holder : stock.holders()) {
      String owner = Owner.key(holder);
      Label.ROOT.of(holder.labels()).ifPresent(root -> claims.addRoot(owner, root));
      workingDirectory(holder).ifPresent(path -> claims.add(owner, path));
      holder.binds().forEach(path -> claims.add(owner, path));
    }
    for (EngineStock.Volume volume : stock.volumes()) {
      String owner =
          volume.composeProject().map(Owner::ofCompose).orElse("volume:" + volume.name());
      volume.device().ifPresent(path -> claims.add(owner, path));
    }
    return claims;
  }

  /** The directory of a Compose file, as Compose labels its containers. */
  static Optional<String> workingDirectory(Holder holder) {
    return Optional.ofNullable(holder.labels().get(WORKING_DIRECTORY))
        .filter(path -> !path.isBlank());
  }

  /**
   * Somebody else who names a directory, a part of it, or, by a label, one that it is a part of.
   *
   * @param owner whose directory it is
   * @param hostPath as the owner's label names it
   * @param path where it was found
   */
  Optional<String> otherThan(String owner, String hostPath, Path path) {
    return parse(hostPath)
        .flatMap(host -> other(owner, host))
        .or(() -> other(owner, path))
        .map(DirectoryClaims::words);
  }

  /** Whether a directory of that name may be a part of any path that is named at all. */
  boolean mayName(String directoryName) {
    return parts.contains(directoryName);
  }

  private Optional<String> other(String owner, Path path) {
    return otherOf(at, owner, path)
        .or(() -> otherOf(below, owner, path))
        .or(() -> otherAbove(owner, path));
  }

  private Optional<String> otherAbove(String owner, Path path) {
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      Optional<String> other = otherOf(roots, owner, above);
      if (other.isPresent()) {
        return other;
      }
    }
    return Optional.empty();
  }

  /** Of several always the same one, as a plan is compared with the next. */
  private static Optional<String> otherOf(Map<Path, Set<String>> owners, String owner, Path path) {
    Set<String> all = owners.getOrDefault(path, Set.of());
    if (all.size() <= (all.contains(owner) ? 1 : 0)) {
      return Optional.empty();
    }
    return all.stream().filter(it -> !it.equals(owner)).min(Comparator.naturalOrder());
  }

  private void addRoot(String owner, String hostPath) {
    add(owner, hostPath);
    Stream.concat(parse(hostPath).stream(), found(hostPath).stream())
        .forEach(path -> roots.computeIfAbsent(path, _ -> new HashSet<>()).add(owner));
  }

  private void add(String owner, String hostPath) {
    Optional<Path> path = parse(hostPath);
    path.ifPresent(it -> addPath(owner, it));
    path.ifPresent(it -> it.forEach(part -> parts.add(part.toString())));
    found(hostPath).filter(it -> !Optional.of(it).equals(path)).ifPresent(it -> addPath(owner, it));
  }

  private void addPath(String owner, Path path) {
    if (!put(at, path, owner)) {
      return; // a label, a mount and Compose often name the same directory
    }
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      put(below, above, owner);
    }
  }

  private Optional<Path> found(String hostPath) {
    return directories.get(hostPath) instanceof Directory.Found(Path path)
        ? Optional.of(path)
        : Optional.empty();
  }

  private static boolean put(Map<Path, Set<String>> map, Path path, String owner) {
    return map.computeIfAbsent(path, _ -> new HashSet<>()).add(owner);
  }

  private static Optional<Path> parse(String path) {
    try {
      return Optional.of(Path.of(path).normalize());
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /** {@code project "blog"}, {@code container 4f76eee5}. */
  private static String words(String owner) {
    String[] parts = owner.split(":", 2);
    return switch (parts[0]) {
      case "compose" -> "project \"%s\"".formatted(parts[1]);
      case "volume" -> "volume \"%s\"".formatted(parts[1]);
      default -> "container " + parts[1].substring(0, Math.min(12, parts[1].length()));
    };
  }
}
