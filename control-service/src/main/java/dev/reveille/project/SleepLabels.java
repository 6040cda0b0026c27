package dev.reveille.project;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a container's labels say of its project's sleep; empty where the setting decides.
 *
 * @param idle how long nobody may have used it; zero for: it never sleeps
 * @param depth how deep it sleeps
 * @param logs whether lines that it prints count as use
 * @param cpuPercent above how much of one processor it counts as used; zero for: not at all
 * @param ignoredPaths requests that do not count as use, {@code /health} or {@code /poll/*}
 * @param veto a command in the container, or a URL, that may say no before it sleeps
 * @param awake when it never sleeps
 */
public record SleepLabels(
    Optional<Duration> idle,
    Optional<SleepDepth> depth,
    Optional<Boolean> logs,
    Optional<Integer> cpuPercent,
    List<String> ignoredPaths,
    Optional<String> veto,
    Optional<AwakeHours> awake) {
  public static final SleepLabels NONE =
      new SleepLabels(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty());

  public SleepLabels {
    ignoredPaths = List.copyOf(ignoredPaths);
  }

  /**
   * Reads {@code off}, which is zero, or a percentage of one processor, {@code 10} or {@code 10%}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static int percent(String text) {
    if (text.equals("off") || text.equals("0")) {
      return 0;
    }
    if (!text.matches("[1-9]\\d{0,4}%?")) {
      throw new IllegalArgumentException("\"%s\" is neither off nor a percentage".formatted(text));
    }
    return Integer.parseInt(text.replace("%", ""));
  }
}
