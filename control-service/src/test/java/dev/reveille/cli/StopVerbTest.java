package dev.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.api.ControlApi;
import dev.reveille.api.ControlServer;
import dev.reveille.cli.Prompt.Done;
import dev.reveille.project.ScriptedContainer;
import dev.reveille.project.SleepDepth;
import dev.reveille.reap.Bedtime;
import dev.reveille.wake.Machine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopVerbTest {
  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final String VETO = "test ! -e /tmp/busy";

  private final Machine machine = new Machine();
  private final Bedtime bedtime = new Bedtime(machine);
  private final ScriptedContainer web = machine.addSite("shop", "web", "").running();

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void putsToSleepWhatIsDue() {
    Done done = stopAfter(IDLE, IDLE);

    assertThat(done.notes()).containsExactly("[stop]", "[stop] Stopping inactive project: shop...");
    assertThat(done.code()).isZero();
    assertThat(machine.engine.calls()).containsExactly("stop shop-web-1");
  }

  @Test
  void leavesAloneWhatWasUsed() {
    assertThat(stopAfter(IDLE, IDLE.minusMinutes(1)).notes()).containsExactly("[stop]");
    assertThat(machine.engine.calls()).isEmpty();
  }

  @Test
  void doesNothingWhereNothingEverSleeps() {
    Done done = stopAfter(Duration.ZERO, IDLE);

    assertThat(done).isEqualTo(new Done(0, List.of(), List.of("[stop]")));
  }

  @Test
  void obeysAVeto() {
    web.label("reveille.idle.veto", VETO).answers(VETO, 1, "a backup runs");

    Done done = stopAfter(IDLE, IDLE);

    assertThat(done.notes().getLast()).contains("shop stays awake").contains("a backup runs");
    assertThat(done.code()).isZero();
    assertThat(machine.engine.calls()).doesNotContain("stop shop-web-1");
  }

  @Test
  void saysThatTheEngineRefused() {
    web.refusesStop(500, "cannot kill container");

    Done done = stopAfter(IDLE, IDLE);

    assertThat(done.notes().getLast()).contains("ERROR", "cannot kill container");
    assertThat(done.code()).isEqualTo(1);
  }

  private Done stopAfter(Duration idle, Duration time) {
    bedtime.start();
    machine.awaitRoute("shop.test");
    machine.timer.pass(time);
    bedtime.report();
    ControlServer.Parts parts =
        Prompt.parts(
            machine,
            machine.visits(),
            bedtime.sleeps(Bedtime.settings(idle, SleepDepth.STOP)),
            ControlApi.removals(machine));
    try (Prompt prompt = new Prompt(parts)) {
      return prompt.type("stop");
    }
  }
}
