package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is worth telling to somebody who watches. */
class DashboardStateTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void nothingIsToldWhereNothingChanged() {
    DashboardState before = state(project(0, "11:00", "12:30", "last use 60m ago"));

    assertThat(state(project(0, "11:00", "12:30", "last use 60m ago")).since(before)).isNull();
  }

  @Test
  void timeThatPassesIsNoChange() {
    DashboardState idle = state(project(0, "11:00", "12:30", "last use 60m ago"));
    DashboardState inUse = state(project(2, "12:00", null, "2 requests are open"));

    assertThat(state(project(0, "11:00", "12:30", "last use 61m ago")).since(idle)).isNull();
    assertThat(state(project(2, "12:01", null, "2 requests are open")).since(inUse)).isNull();
  }

  @Test
  void whatElseChangedIsTold() {
    DashboardState before = state(project(0, "11:00", "12:30", "last use 60m ago"));
    List<ProjectWire> others =
        List.of(
            project(0, "12:00", "13:30", "last use 0s ago"),
            project(1, "12:00", null, "1 request is open"),
            project(0, "11:00", null, "its schedule keeps it awake"));

    for (ProjectWire other : others) {
      DashboardWire change = Objects.requireNonNull(state(other).since(before));
      assertThat(change.full()).isFalse();
      assertThat(change.projects()).containsExactly(other);
      assertThat(change.loads()).isNull();
    }
  }

  @Test
  void theEnginesAbsenceIsTold() {
    ProjectWire project = project(0, "11:00", "12:30", "last use 60m ago");
    DashboardState gone =
        new DashboardState(
            NOON,
            80,
            new DashboardWire.EngineWire("unreachable", NOON.toString(), "no such file"),
            Map.of("shop", project),
            Map.of(),
            List.of(),
            List.of(),
            Map.of());
    DashboardWire change = Objects.requireNonNull(gone.since(state(project)));

    assertThat(change.engine().reason()).isEqualTo("no such file");
    assertThat(change.projects()).isEmpty();
  }

  private static DashboardState state(ProjectWire project) {
    return new DashboardState(
        NOON,
        80,
        new DashboardWire.EngineWire("reachable", null, null),
        Map.of(project.name(), project),
        Map.of(),
        List.of(),
        List.of(),
        Map.of());
  }

  private static ProjectWire project(
      int open, String lastUse, @Nullable String due, String reason) {
    return new ProjectWire(
        "shop",
        "running",
        List.of("shop.test"),
        List.of(),
        List.of(),
        new ProjectWire.UseWire(lastUse, "a request", open, 5, null),
        null,
        null,
        new ProjectWire.SleepWire(due, reason));
  }
}
