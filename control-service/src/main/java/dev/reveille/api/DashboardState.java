package dev.reveille.api;

import dev.reveille.api.DashboardWire.EngineWire;
import dev.reveille.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that the dashboard shows, as of a moment. */
record DashboardState(
    Instant at,
    int httpPort,
    EngineWire engine,
    Map<String, ProjectWire> projects,
    Map<String, CertificateWire> certificates,
    List<String> problems,
    List<Event> events,
    Map<String, Loads.LoadWire> loads) {
  static final DashboardState NONE =
      new DashboardState(
          Instant.EPOCH,
          0,
          new EngineWire("unknown", null, null),
          Map.of(),
          Map.of(),
          List.of(),
          List.of(),
          Map.of());

  DashboardState {
    projects = new TreeMap<>(projects);
    certificates = new TreeMap<>(certificates);
  }

  DashboardWire whole() {
    return wire(
        true,
        List.copyOf(projects.values()),
        List.of(),
        List.copyOf(certificates.values()),
        List.of(),
        problems,
        events,
        loads);
  }

  /** What somebody who has the state of before lacks; null for nothing. */
  @Nullable DashboardWire since(DashboardState before) {
    List<ProjectWire> changed =
        projects.values().stream()
            .filter(now -> !isShownAs(now, before.projects.get(now.name())))
            .toList();
    List<CertificateWire> issued =
        certificates.values().stream()
            .filter(now -> !now.equals(before.certificates.get(now.name())))
            .toList();
    long last = before.events.isEmpty() ? 0 : before.events.getLast().number();
    DashboardWire wire =
        wire(
            false,
            changed,
            gone(before.projects, projects),
            issued,
            gone(before.certificates, certificates),
            problems.equals(before.problems) ? null : problems,
            events.stream().filter(event -> event.number() > last).toList(),
            loads.equals(before.loads) ? null : loads);
    return isEmpty(wire) && engine.equals(before.engine) ? null : wire;
  }

  private static boolean isShownAs(ProjectWire now, @Nullable ProjectWire before) {
    return before != null && (now.equals(before) || steady(now).equals(steady(before)));
  }

  /**
   * Without what moves on with time and is not worth telling: an open request makes the last use
   * now at any moment, and a sleep that is due gives how long ago the last use was as its reason.
   */
  private static ProjectWire steady(ProjectWire project) {
    ProjectWire.UseWire use = project.use();
    ProjectWire.SleepWire sleep = project.sleep();
    String lastUse = use.open() > 0 ? "" : use.lastUse();
    return new ProjectWire(
        project.name(),
        project.state(),
        project.hosts(),
        project.containers(),
        project.problems(),
        new ProjectWire.UseWire(
            lastUse, use.usedBy(), use.open(), use.requests(), use.keptAwakeUntil()),
        project.wake(),
        project.lastWake(),
        sleep == null || sleep.due() == null ? sleep : new ProjectWire.SleepWire(sleep.due(), ""));
  }

  private static <T> List<String> gone(Map<String, T> before, Map<String, T> now) {
    return before.keySet().stream().filter(name -> !now.containsKey(name)).toList();
  }

  private static boolean isEmpty(DashboardWire wire) {
    return wire.projects().isEmpty()
        && wire.goneProjects().isEmpty()
        && wire.certificates().isEmpty()
        && wire.goneCertificates().isEmpty()
        && Objects.isNull(wire.problems())
        && wire.events().isEmpty()
        && Objects.isNull(wire.loads());
  }

  private DashboardWire wire(
      boolean full,
      List<ProjectWire> changed,
      List<String> gone,
      List<CertificateWire> issued,
      List<String> goneCertificates,
      @Nullable List<String> newProblems,
      List<Event> newEvents,
      @Nullable Map<String, Loads.LoadWire> newLoads) {
    return new DashboardWire(
        full,
        at.toString(),
        Release.version(),
        httpPort,
        engine,
        changed,
        gone,
        issued,
        goneCertificates,
        newProblems,
        newEvents.stream().map(DashboardWire.NumberedEventWire::from).toList(),
        newLoads);
  }
}
