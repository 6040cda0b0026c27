package dev.reveille.reap;

import dev.reveille.project.AwakeHours;
import dev.reveille.project.Member;
import dev.reveille.project.Project;
import dev.reveille.project.SleepDepth;
import dev.reveille.project.SleepLabels;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * When one project sleeps: its labels, else the settings. Where several containers carry a label,
 * the one that keeps the project awake for longer counts.
 *
 * @param idle how long nobody may have used it; zero for: it never sleeps
 * @param depth how deep it sleeps
 * @param pauseTimeout how long it stays paused before it is stopped; zero is for ever
 * @param cpuPercent above how much of one processor it counts as used; zero for: not at all
 * @param execs whether a command that somebody runs in a container counts as use
 * @param awake when it never sleeps
 */
public record SleepRules(
    Duration idle,
    SleepDepth depth,
    Duration pauseTimeout,
    int cpuPercent,
    boolean execs,
    List<AwakeHours> awake) {
  public SleepRules {
    awake = List.copyOf(awake);
  }

  /**
   * What holds where no label says otherwise.
   *
   * @param logs whether lines that containers print count as use
   * @param maxRunning how many projects may run at a time; 0 is no limit
   */
  public record Settings(
      Duration idle,
      SleepDepth depth,
      Duration pauseTimeout,
      boolean logs,
      int cpuPercent,
      boolean execs,
      int maxRunning) {}

  /** The rules of a project. */
  public static SleepRules of(Project project, Settings settings) {
    return new SleepRules(
        labels(project, SleepLabels::idle).reduce(SleepRules::longer).orElse(settings.idle()),
        labels(project, SleepLabels::depth).max(Comparator.naturalOrder()).orElse(settings.depth()),
        settings.pauseTimeout(),
        labels(project, SleepLabels::cpuPercent)
            .reduce(SleepRules::lower)
            .orElse(settings.cpuPercent()),
        settings.execs(),
        labels(project, SleepLabels::awake).toList());
  }

  /** Whether lines that this container prints count as use. */
  public static boolean logsCount(Member member, Settings settings) {
    return member.sleep().logs().orElse(settings.logs());
  }

  /** Zero is never, and so the longest. */
  private static Duration longer(Duration a, Duration b) {
    if (a.isZero() || b.isZero()) {
      return Duration.ZERO;
    }
    return a.compareTo(b) > 0 ? a : b;
  }

  /** Zero counts nothing, and so keeps awake least. */
  private static int lower(int a, int b) {
    if (a == 0 || b == 0) {
      return Math.max(a, b);
    }
    return Math.min(a, b);
  }

  private static <T> Stream<T> labels(Project project, Function<SleepLabels, Optional<T>> label) {
    return project.members().stream().map(Member::sleep).map(label).flatMap(Optional::stream);
  }
}
