package dev.reveille.wake;

import dev.reveille.project.Member;
import dev.reveille.project.Project;
import dev.reveille.project.WakeMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a visit may wake a project, and for how long it is held; pure. */
public final class VisitPolicy {
  private final Settings settings;

  public VisitPolicy(Settings settings) {
    this.settings = settings;
  }

  /**
   * What visits may do.
   *
   * @param autostart whether visits wake projects at all
   * @param response what a visitor gets while a project wakes, unless its label says otherwise
   * @param patience how long a browser's page load is held before it gets the loading page
   * @param timeout how long anything else is held
   * @param ignoredUserAgents parts of user agents that do not wake, in any case
   * @param ignoredPaths paths that do not wake
   */
  public record Settings(
      boolean autostart,
      WakeMode response,
      Duration patience,
      Duration timeout,
      List<String> ignoredUserAgents,
      List<String> ignoredPaths) {
    public Settings {
      ignoredUserAgents =
          ignoredUserAgents.stream().map(agent -> agent.toLowerCase(Locale.ROOT)).toList();
      ignoredPaths = List.copyOf(ignoredPaths);
    }
  }

  /** The answer to a visit of a project that is not ready. */
  public sealed interface Admission {
    /**
     * May wake it.
     *
     * @param hold for how long the visitor is held; zero for the page at once
     * @param thenPage whether the loading page follows when it is not ready by then
     */
    record Admitted(Duration hold, boolean thenPage) implements Admission {}

    /** Visits do not wake this project; its label or the setting says so. */
    record AutostartOff() implements Admission {}

    /**
     * A crawler, a monitor or a path that does not wake.
     *
     * @param what the user agent's part or the path that was recognised
     */
    record Ignored(String what) implements Admission {}
  }

  /** Decides; {@code service} is the one that the visited host leads to. */
  public Admission decide(Visit visit, Project project, String service) {
    if (!wakes(project, service)) {
      return new Admission.AutostartOff();
    }
    Optional<String> ignored = ignored(visit);
    if (ignored.isPresent()) {
      return new Admission.Ignored(ignored.get());
    }
    return switch (mode(project, service)) {
      case PAGE -> new Admission.Admitted(Duration.ZERO, true);
      case HOLD, OFF -> new Admission.Admitted(settings.timeout(), false);
      case AUTO ->
          visit.navigation()
              ? new Admission.Admitted(settings.patience(), true)
              : new Admission.Admitted(settings.timeout(), false);
    };
  }

  /** Whether visits wake a project at all, by a host that leads to this service. */
  boolean wakes(Project project, String service) {
    return settings.autostart() && mode(project, service) != WakeMode.OFF;
  }

  private WakeMode mode(Project project, String service) {
    return project.membersOf(service).stream()
        .flatMap(member -> member.wakeMode().stream())
        .findFirst()
        .orElseGet(() -> anywhere(project));
  }

  /** A label on any container counts for the project, as people put it on just one. */
  private WakeMode anywhere(Project project) {
    return project.members().stream()
        .map(Member::wakeMode)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(settings.response());
  }

  private Optional<String> ignored(Visit visit) {
    String agent = visit.userAgent().toLowerCase(Locale.ROOT);
    String path = visit.path().split("\\?", 2)[0];
    return settings.ignoredUserAgents().stream()
        .filter(agent::contains)
        .findFirst()
        .or(() -> settings.ignoredPaths().stream().filter(path::equals).findFirst());
  }
}
