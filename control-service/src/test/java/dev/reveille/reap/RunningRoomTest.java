package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.SleepDepth;
import dev.reveille.wake.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunningRoomTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Machine machine = new Machine();
  private final Bedtime bedtime = new Bedtime(machine);
  private final RunningRoom room =
      new RunningRoom(
          2,
          machine.inventory,
          bedtime.sleeps(Bedtime.settings(Duration.ZERO, SleepDepth.STOP)),
          machine.timer);
  private final List<Integer> positions = new ArrayList<>();

  @BeforeEach
  void twoOfThreeRun() {
    machine.addSite("blog", "web", "").running();
    machine.addSite("shop", "web", "").running();
    machine.addSite("wiki", "web", "");
    bedtime.start();
    machine.awaitRoute("shop.test");
  }

  @Test
  void theLeastRecentlyUsedGoes() {
    bedtime.activity.used("shop", machine.timer.instant(), "a request");
    machine.timer.pass(Duration.ofSeconds(1));
    bedtime.activity.used("blog", machine.timer.instant(), "a request");
    machine.timer.pass(Duration.ofSeconds(40));
    bedtime.report();

    assertThat(enter("wiki")).isEmpty();

    assertThat(machine.engine.calls()).containsExactly("stop shop-web-1");
  }

  @Test
  void whereAllAreInUseTheVisitorIsToldAndGivesUpInTime() {
    bedtime.open("shop", "blog");

    Optional<String> full = enter("wiki");

    assertThat(full)
        .contains("2 projects run, as many as PROJECT_MAX_RUNNING allows, and all are in use");
    assertThat(positions).isNotEmpty().containsOnly(1);
    assertThat(machine.engine.calls()).isEmpty();
  }

  @Test
  void whatRunsAlreadyNeedsNoRoom() {
    assertThat(enter("shop")).isEmpty();
    assertThat(positions).isEmpty();
  }

  @Test
  void thoseThatWakeCountAsRunning() {
    machine.timer.pass(Duration.ofSeconds(40));
    bedtime.report();
    machine.addSite("site", "web", "");
    machine.look();

    assertThat(enter("wiki")).isEmpty();
    assertThat(enter("site")).isEmpty();

    assertThat(machine.engine.calls())
        .containsExactlyInAnyOrder("stop blog-web-1", "stop shop-web-1");
  }

  private Optional<String> enter(String project) {
    try {
      return room.await(machine.project(project), LIMIT, positions::add);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
