package dev.reveille.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the kernel tells of the container in which we run, if we do. An engine that does not have a
 * container of that id is another one than ours, or we run on the host.
 */
public final class OwnContainer {
  private static final Logger log = LoggerFactory.getLogger(OwnContainer.class);

  /** {@code 5:cpu:/docker/4f76…} or {@code 0::/system.slice/docker-4f76….scope}. */
  private static final Pattern CGROUP = Pattern.compile("[/-]([0-9a-f]{64})(\\.scope)?$");

  /**
   * {@code … /var/lib/docker/containers/4f76…/hostname /etc/hostname …}. On the host there are
   * other mounts from such directories, but none at these places.
   */
  private static final Pattern MOUNT =
      Pattern.compile("/containers/([0-9a-f]{64})/\\S+ /etc/(hostname|hosts|resolv\\.conf) ");

  /** What an engine gives a container where no other host name was asked for. */
  private static final Pattern SHORT_ID = Pattern.compile("^[0-9a-f]{12}$");

  private OwnContainer() {}

  /**
   * Ids that it may have, whole or their first 12 digits; none on the host.
   *
   * @param proc {@code /proc}
   */
  public static Set<String> ids(Path proc) {
    Set<String> ids = new LinkedHashSet<>();
    lines(proc.resolve("self/cgroup")).forEach(line -> find(CGROUP, line, ids));
    lines(proc.resolve("self/mountinfo")).forEach(line -> find(MOUNT, line, ids));
    lines(proc.resolve("sys/kernel/hostname"))
        .filter(line -> SHORT_ID.matcher(line).matches())
        .forEach(ids::add);
    return ids;
  }

  private static void find(Pattern pattern, String line, Set<String> ids) {
    Matcher matcher = pattern.matcher(line);
    if (matcher.find()) {
      ids.add(matcher.group(1));
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      log.debug("The own container cannot be told from {}", file, e);
      return Stream.empty();
    }
  }
}
