package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.Container.Status;
import dev.reveille.project.Label;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StatsTest {
  private final Yard yard = new Yard();

  @Test
  void countsWhoRunsIsActivePermanentAndDangling() {
    yard.site("shop").add();
    yard.site("blog").status(Status.RUNNING).label(Label.PERMANENT.key(), "true").add();
    yard.unusedFor("blog", Duration.ofMinutes(5));
    yard.site("new").status(Status.RUNNING).add();
    yard.uses.remove("new");

    assertThat(stats(Duration.ofMinutes(30)).lines())
        .containsExactly(
            "Stats project=blog running=1 active=1 permanent=1 dangling=0",
            "Stats project=new running=1 active=0 permanent=0 dangling=0",
            "Stats project=shop running=0 active=0 permanent=0 dangling=1",
            "Stats summary total=3 running=2 active=1 permanent=1 dangling=1");
  }

  @Test
  void whatRunsIsActiveWhereNothingEverSleeps() {
    yard.site("shop").status(Status.RUNNING).add();
    yard.site("blog").add();
    assertThat(stats(Duration.ZERO).count(Stats.OfProject::active)).isEqualTo(1);
  }

  @Test
  void saysSinceWhenAProjectIsThereAndHowItIs() {
    yard.container("shop", "db").add();
    yard.site("shop").status(Status.RUNNING).add();

    Stats.OfProject shop = stats(Duration.ZERO).projects().getFirst();

    assertThat(shop.created()).contains(Instant.EPOCH);
    assertThat(shop.status()).as("of what visitors come for").isEqualTo("Up");
  }

  private Stats stats(Duration idle) {
    return Stats.of(
        yard.facts().projects(),
        yard.facts().stock(),
        yard.uses,
        new Stats.Limits(idle, Yard.DANGLING),
        Yard.NOW);
  }
}
