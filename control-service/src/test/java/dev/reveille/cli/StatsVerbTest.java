package dev.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.Label;
import dev.reveille.wake.Machine;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatsVerbTest {
  private final Machine machine = new Machine();
  private final Prompt prompt = new Prompt(machine);

  @BeforeEach
  void oneThatRunsAndOneThatSleeps() {
    machine.addSite("shop", "web", "").healthyAfter(Duration.ZERO).running();
    machine.addSite("blog", "web", "").label(Label.PERMANENT.key(), "true").exited(0);
    machine.start();
  }

  @AfterEach
  void close() {
    prompt.close();
    machine.close();
  }

  @Test
  void listsProjectsInTheColumnsOfOld() {
    assertThat(prompt.type("stats").notes())
        .containsExactly(
            "[stats]",
            "[stats] Project: blog | Created: 56 years ago | Status: Exited | Running: 0 | Active:"
                + " 0 | Permanent: 1 | Dangling: 0",
            "[stats] Project: shop | Created: 56 years ago | Status: Up (healthy) | Running: 1"
                + " | Active: 1 | Permanent: 0 | Dangling: 0",
            "[stats] [summary] Total: 2 | Running: 1 | Active: 1 | Permanent: 1 | Dangling: 0");
  }

  @Test
  void cronIsStopAndThenStats() {
    assertThat(prompt.type("cron").notes())
        .startsWith("[cron]", "[stop]", "[stats]")
        .last()
        .asString()
        .contains("[summary] Total: 2");
  }

  @Test
  void saysThatTheEngineDoesNotAnswer() {
    machine.engine.goAway();

    assertThat(prompt.type("stats").code()).isEqualTo(1);
    assertThat(prompt.type("stats").notes().getLast())
        .startsWith("[stats] ERROR: The container engine does not answer");
  }
}
