package dev.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.cli.Prompt.Done;
import dev.reveille.event.Events;
import dev.reveille.project.InMemoryDisposal;
import dev.reveille.project.Label;
import dev.reveille.project.SleepDepth;
import dev.reveille.reap.Bedtime;
import dev.reveille.reap.LastUse;
import dev.reveille.reap.Removals;
import dev.reveille.store.ProjectFolders;
import dev.reveille.wake.Machine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CleanupVerbTest {
  private static final Duration DANGLING = Duration.ofDays(7);

  private final Machine machine = new Machine();
  private final InMemoryDisposal disposal = new InMemoryDisposal(machine.engine);
  private final LastUse longAgo =
      new LastUse(machine.timer.instant().minus(DANGLING.plusDays(1)), true, 0);

  @BeforeEach
  void anAbandonedProjectAndAPermanentOne() {
    disposal.volume("shop_data", Map.of(Label.COMPOSE_PROJECT.key(), "shop"));
    disposal.add("shop-web-1").container().service("shop", "web").host("shop.test").exited(0);
    machine.addSite("blog", "web", "").label(Label.PERMANENT.key(), "true");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void removesAtOnceWithoutAGrace() {
    Done done = cleanup(DANGLING, Duration.ZERO);

    assertThat(done.notes())
        .containsExactly(
            "[cleanup]",
            "[cleanup] Removing dangling project: shop...",
            "[cleanup] Keeping project blog: container blog-web-1 says that it is permanent");
    assertThat(done.code()).isZero();
    assertThat(disposal.removed()).containsExactly("container shop-web-1", "volume shop_data");
  }

  @Test
  void saysUntilWhenARemovalIsOnlyAnnounced() {
    Done done = cleanup(DANGLING, Duration.ofDays(1));

    assertThat(done.notes().getLast())
        .startsWith(
            "[cleanup] Announced: project shop is removed after 2026-02-01T12:00:00Z unless used:"
                + " nobody has used it since");
    assertThat(done.code()).isZero();
    assertThat(disposal.removed()).isEmpty();
  }

  @Test
  void doesNothingWhereNothingIsRemoved() {
    Done done = cleanup(Duration.ZERO, Duration.ZERO);

    assertThat(done.notes())
        .containsExactly(
            "[cleanup]", "[cleanup] Nothing is removed: PROJECT_DANGLING_TIMEOUT is off");
    assertThat(done.code()).isZero();
  }

  @Test
  void saysWhyNothingCanBePlanned() {
    machine.engine.goAway();

    Done done = cleanup(DANGLING, Duration.ZERO);

    assertThat(done.notes().getLast()).contains("Nothing is removed", "did not answer");
    assertThat(done.code()).isEqualTo(1);
  }

  private Done cleanup(Duration dangling, Duration grace) {
    Removals removals =
        new Removals(
            new Removals.Parts(
                machine.engine,
                disposal,
                new ProjectFolders(Path.of("/nowhere"), List.of()),
                () -> Map.of("shop", longAgo, "blog", longAgo),
                new InMemoryPemFiles(),
                machine.turns,
                new Events(machine.timer),
                machine.timer,
                Set::of),
            new Removals.Settings(dangling, grace, false, false));
    var sleeps = new Bedtime(machine).sleeps(Bedtime.settings(Duration.ZERO, SleepDepth.STOP));
    try (Prompt prompt = new Prompt(Prompt.parts(machine, machine.visits(), sleeps, removals))) {
      return prompt.type("cleanup");
    }
  }
}
