package dev.reveille.image;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A process of a container, as the kernel tells it there.
 *
 * @param id in the container
 * @param status {@code CapEff}, {@code Uid} and all else of {@code /proc/ID/status}
 */
record ContainerProcess(int id, String command, Map<String, String> status) {
  private static final String LIST =
      """
      for process in /proc/[0-9]*; do
        { command=$(tr '\\0' ' ' <"$process/cmdline") && status=$(<"$process/status"); } 2>/dev/null || continue
        printf 'process\\t%s\\ncommand\\t%s\\n%s\\n' "${process#/proc/}" "${command//$'\\n'/ }" "$status"
      done
      """;

  /** Of real, effective, saved and file system user or group. */
  private static final int EFFECTIVE = 1;

  private static final Pattern START = Pattern.compile("^process\t", Pattern.MULTILINE);
  private static final Pattern SPACE = Pattern.compile("\\s+");

  ContainerProcess {
    status = Map.copyOf(status);
  }

  /** What a process is there for. */
  enum Part {
    CONTROL_SERVICE("/opt/reveille/jre/bin/java @/opt/reveille/app/jvm.options.* -jar .*"),
    GATEWAY_MASTER("nginx: master process .*"),
    GATEWAY_WORKER("nginx: worker process.*"),
    SUPERVISOR("bash /opt/reveille/bin/entrypoint.*"),
    INIT("tini .*"),
    OTHER(".*");

    private final String command;

    Part(String command) {
      this.command = command;
    }

    private static Part of(String command) {
      return Arrays.stream(values())
          .filter(part -> command.matches(part.command))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Those of a container, but not the one that lists them. */
  static List<ContainerProcess> in(RunningImage container) {
    return START
        .splitAsStream(container.bash(LIST))
        .filter(text -> !text.isBlank() && !text.contains("for process in"))
        .map(ContainerProcess::from)
        .toList();
  }

  private static ContainerProcess from(String text) {
    List<String> lines = text.lines().toList();
    Map<String, String> status = new HashMap<>();
    for (String line : lines.subList(2, lines.size())) {
      int colon = line.indexOf(':');
      status.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    String command = lines.get(1).substring("command\t".length()).strip();
    return new ContainerProcess(Integer.parseInt(lines.getFirst().strip()), command, status);
  }

  Part part() {
    return Part.of(command);
  }

  /** The user as who it acts. */
  int user() {
    return numbers("Uid").get(EFFECTIVE);
  }

  /** The group as which it acts, and its other groups. */
  Set<Integer> groups() {
    Set<Integer> groups = new HashSet<>(numbers("Groups"));
    groups.add(numbers("Gid").get(EFFECTIVE));
    return groups;
  }

  /**
   * Numbers of capabilities, as in {@code linux/capability.h}.
   *
   * @param set {@code CapEff}, {@code CapBnd} …
   */
  Set<Integer> capabilities(String set) {
    long bits = Long.parseLong(value(set), 16);
    return IntStream.range(0, 64)
        .filter(bit -> (bits >> bit & 1) == 1)
        .boxed()
        .collect(Collectors.toSet());
  }

  boolean mayGainPrivileges() {
    return value("NoNewPrivs").equals("0");
  }

  /** It has ended, and nobody has asked how. */
  boolean isZombie() {
    return value("State").startsWith("Z");
  }

  private List<Integer> numbers(String key) {
    return SPACE
        .splitAsStream(value(key))
        .filter(number -> !number.isEmpty())
        .map(Integer::valueOf)
        .toList();
  }

  private String value(String key) {
    return Objects.requireNonNull(status.get(key), () -> "no %s in %s".formatted(key, status));
  }

  @Override
  public String toString() {
    return "%d %s".formatted(id, command);
  }
}
