package dev.reveille.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is mounted where for this process, as {@code /proc/self/mountinfo} tells it (proc(5)).
 *
 * @param all in the order in which they were mounted
 */
record Mounts(List<Mount> all) {
  private static final int ROOT_FIELD = 3;
  private static final int POINT_FIELD = 4;
  private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

  Mounts {
    all = List.copyOf(all);
  }

  /**
   * A mount.
   *
   * @param source which directory of its file system is seen there: on a file system that is the
   *     host's {@code /}, the host's path; otherwise the end of it
   */
  record Mount(Path point, Path source) {}

  /** Reads lines as {@code 36 35 98:0 /srv/projects /projects rw,noatime - ext4 /dev/sda1 rw}. */
  static Mounts parse(List<String> lines) {
    List<Mount> all = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.split(" ", -1);
      if (fields.length > POINT_FIELD) {
        all.add(
            new Mount(
                Path.of(unescaped(fields[POINT_FIELD])),
                withoutSubvolume(Path.of(unescaped(fields[ROOT_FIELD])))));
      }
    }
    return new Mounts(all);
  }

  /** Which directory is mounted exactly there; the last one hides those before. */
  Optional<Path> sourceAt(Path point) {
    return all.stream()
        .filter(mount -> mount.point().equals(point))
        .map(Mount::source)
        .reduce((_, later) -> later);
  }

  /** Something that is mounted at a path or below it. */
  Optional<Path> within(Path path) {
    return all.stream().map(Mount::point).filter(point -> point.startsWith(path)).findFirst();
  }

  /** btrfs shows the subvolume, {@code /@home/ann}, which no path of the host has in it. */
  private static Path withoutSubvolume(Path source) {
    boolean isSubvolume = source.getNameCount() > 0 && source.getName(0).toString().startsWith("@");
    if (!isSubvolume) {
      return source;
    }
    Path root = Path.of("/");
    return source.getNameCount() == 1
        ? root
        : root.resolve(source.subpath(1, source.getNameCount()));
  }

  /** A space is {@code \040}. */
  private static String unescaped(String field) {
    return ESCAPED
        .matcher(field)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(match.group(1), 8))));
  }
}
