package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.Container.Status;
import dev.reveille.project.Label;
import dev.reveille.reap.Belongings.Item;
import dev.reveille.reap.RemovalPlan.Action;
import dev.reveille.reap.RemovalPlan.OfProject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemovalPlannerTest {
  private final Yard yard = new Yard();

  @Test
  void announcesWhatNobodyHasUsedForTheDanglingTimeout() {
    yard.site("shop").add();
    OfProject shop = yard.plan("shop");
    assertThat(shop.action()).isEqualTo(Action.ANNOUNCE);
    assertThat(shop.due()).contains(Yard.NOW.plus(Yard.GRACE));
    assertThat(shop.reason()).contains("2026-05-24T12:00:00Z").contains("192h");
  }

  @Test
  void removesWhatWasAnnouncedOnceTheGraceIsOver() {
    yard.site("shop").add();
    yard.announced("shop", Yard.GRACE.minusSeconds(1));
    assertThat(yard.plan("shop").action()).isEqualTo(Action.ANNOUNCE);
    assertThat(yard.plan("shop").announced()).isPresent();
    yard.announced("shop", Yard.GRACE);
    assertThat(yard.plan("shop").action()).isEqualTo(Action.REMOVE);
    assertThat(yard.plan("shop").due()).contains(Yard.NOW);
  }

  @Test
  void aUseAfterTheAnnouncementUndoesIt() {
    yard.site("shop").add();
    yard.announced("shop", Duration.ofDays(30));
    yard.unusedFor("shop", Yard.DANGLING.plusDays(1));
    assertThat(yard.plan("shop").action()).isEqualTo(Action.ANNOUNCE);
    yard.unusedFor("shop", Duration.ofHours(1));
    assertThat(yard.plan("shop").action()).isEqualTo(Action.KEEP);
  }

  @Test
  void whatHasGrownSinceItWasAnnouncedIsAnnouncedAgain() {
    yard.site("shop").add();
    yard.announced("shop", Yard.GRACE);
    yard.volume("shop_data", "shop");
    assertThat(yard.plan("shop").action()).isEqualTo(Action.ANNOUNCE);
    assertThat(yard.plan("shop").announced()).isEmpty();
  }

  @Test
  void whatIsUsedLaterIsKeptUntilThen() {
    yard.site("shop").add();
    yard.unusedFor("shop", Duration.ofDays(6));
    OfProject shop = yard.plan("shop");
    assertThat(shop.action()).isEqualTo(Action.KEEP);
    assertThat(shop.due()).contains(Yard.NOW.plusSeconds(2 * 86_400));
  }

  @Test
  void keepsAPermanentProjectWhicheverContainerSaysSo() {
    yard.site("shop").add();
    yard.container("shop", "db").label("io.docksal.permanent", "true").add();
    keeps("shop", "container shop-db-1 says that it is permanent");
  }

  @Test
  void keepsAProjectWhoseOneOffContainerIsPermanent() {
    yard.site("shop").add();
    yard.container("shop", "run")
        .label(Label.COMPOSE_ONEOFF.key(), "True")
        .label(Label.PERMANENT.key(), "on")
        .add();
    keeps("shop", "permanent");
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"RUNNING", "PAUSED", "RESTARTING", "REMOVING"})
  void keepsAProjectOfWhichAnythingIsNotStopped(Status status) {
    yard.site("shop").add();
    yard.container("shop", "db").status(status).add();
    keeps("shop", "shop-db-1 is");
  }

  @Test
  void keepsAProjectWithAnOpenRequest() {
    yard.site("shop").add();
    yard.uses.put("shop", new LastUse(Instant.EPOCH, true, 1));
    keeps("shop", "1 open requests");
  }

  @Test
  void keepsWhatNobodyKnowsTheLastUseOf() {
    yard.site("shop").add();
    yard.uses.put("shop", new LastUse(Instant.EPOCH, false, 0));
    keeps("shop", "nobody knows");
    yard.uses.clear();
    keeps("shop", "nobody knows");
  }

  @Test
  void keepsEverythingWhileTheTimeoutIsOff() {
    yard.site("shop").add();
    Removals.Settings off = new Removals.Settings(Duration.ZERO, Yard.GRACE, true, true);
    yard.top.add(new TopDirectory(Path.of("/projects/old"), Instant.EPOCH));
    RemovalPlan plan = RemovalPlanner.plan(yard.facts(), off);
    assertThat(plan.of("shop").orElseThrow().action()).isEqualTo(Action.KEEP);
    assertThat(plan.orphans()).extracting("action").containsExactly(Action.KEEP);
  }

  @Test
  void keepsAProjectThatTheFilterShowsOnlyInPart() {
    yard.site("shop").add();
    yard.container("shop", "db").addHidden();
    keeps("shop", "CONTAINER_FILTER");
  }

  @Test
  void keepsAProjectThatTheEnginesAnswersDifferAbout() {
    yard.site("shop").add();
    yard.holders.clear();
    keeps("shop", "differ");
  }

  @Test
  void keepsAProjectThatHasLostAContainerLately() {
    yard.site("shop").add();
    String db = yard.container("shop", "db").label(Label.PERMANENT.key(), "on").add();
    yard.memory = yard.facts(Yard.NOW.minusSeconds(60)).memory();
    yard.containers.removeIf(container -> container.id().equals(db));
    yard.holders.removeIf(holder -> holder.id().equals(db));
    keeps("shop", "lists 1 of its containers, and there were 2");
    yard.memory = yard.facts(Yard.NOW.minus(Sighting.DOUBT)).memory();
    assertThat(yard.plan("shop").action()).isEqualTo(Action.ANNOUNCE);
  }

  @Test
  void keepsAProjectThatVanishedAndCameBackInPart() {
    yard.site("blog").add();
    String db = yard.container("blog", "db").add();
    IntStream.range(0, 5).forEach(i -> yard.site("p" + i).add());
    Memory whole = yard.facts(Yard.NOW.minusSeconds(90)).memory();
    Yard without = new Yard().with(whole);
    IntStream.range(0, 5).forEach(i -> without.site("p" + i).add());
    yard.memory = without.facts(Yard.NOW.minusSeconds(60)).memory();
    yard.containers.removeIf(container -> container.id().equals(db));
    yard.holders.removeIf(holder -> holder.id().equals(db));
    keeps("blog", "lists 1 of its containers, and there were 2");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 19})
  void makesNoPlanWhenTheListIsSuddenlyMuchSmaller(int left) {
    IntStream.range(0, 40).forEach(i -> yard.site("p" + i).add());
    yard.memory = yard.facts(Yard.NOW.minusSeconds(60)).memory();
    yard.containers.subList(left, 40).clear();
    yard.holders.subList(left, 40).clear();
    assertThat(yard.plan().refused())
        .contains("the engine lists %d containers, and there were 40".formatted(left));
    assertThat(yard.plan().projects()).isEmpty();
    yard.memory = yard.facts(Yard.NOW.minus(Sighting.DOUBT)).memory();
    assertThat(yard.plan().refused()).as("an hour later").isEmpty();
  }

  @Test
  void makesNoPlanWhenNothingIsListedAnyMore() {
    yard.site("shop").add();
    yard.memory = yard.facts(Yard.NOW.minusSeconds(60)).memory();
    yard.containers.clear();
    yard.holders.clear();
    yard.top.add(new TopDirectory(Path.of("/projects/shop"), Instant.EPOCH));
    assertThat(yard.plan().refused()).isPresent();
    assertThat(yard.plan().orphans()).isEmpty();
  }

  @Test
  void takesWhatCarriesTheProjectsLabelAndNobodyElseUses() {
    String unnamed = "ab".repeat(32);
    yard.site("shop").volume("shop_data").volume(unnamed).network("shop_default").add();
    yard.volume("shop_data", "shop").volume("shop_cache", "shop").volume("shared", "");
    yard.volume("shop_media", "shop").network("shop_default", "shop").network("front", "shop");
    yard.site("blog").volume("shop_media").network("front").add();
    Belongings belongings = yard.plan("shop").belongings();
    assertThat(belongings.containers()).extracting(Item::name).containsExactly("shop-web-1");
    assertThat(belongings.volumes())
        .extracting(Item::name)
        .containsExactly("shop_cache", "shop_data");
    assertThat(belongings.ownVolumes()).extracting(Item::name).containsExactly(unnamed);
    assertThat(belongings.networks()).extracting(Item::id).containsExactly("id-of-shop_default");
    assertThat(belongings.kept())
        .containsExactly(
            "volume shop_media stays: another's container has it too",
            "network front stays: another's container is connected to it");
  }

  @Test
  void theContainersWeRunInKeepNoNetwork() {
    yard.site("shop").add();
    yard.network("shop_default", "shop");
    String gateway = yard.standalone("gateway").network("shop_default").addHidden();
    assertThat(yard.plan("shop").belongings().networks()).isEmpty();
    yard.own = Set.of(gateway);
    assertThat(yard.plan("shop").belongings().networks()).hasSize(1);
  }

  @Test
  void takesImagesThatNoOtherContainerWasMadeOf() {
    yard.site("shop").image("sha256:shop").add();
    yard.container("shop", "db").image("sha256:mariadb").add();
    yard.standalone("other").image("sha256:mariadb").addHidden();
    assertThat(yard.plan("shop").belongings().images())
        .extracting(Item::id)
        .containsExactly("sha256:shop");
    Removals.Settings without = new Removals.Settings(Yard.DANGLING, Yard.GRACE, true, false);
    assertThat(
            RemovalPlanner.plan(yard.facts(), without)
                .of("shop")
                .orElseThrow()
                .belongings()
                .images())
        .isEmpty();
  }

  @Test
  void aStandaloneContainerGoesByItselfAndTakesNoNamedVolume() {
    yard.standalone("tool").host("tool.test").volume("data").add();
    yard.unusedFor("tool", Duration.ofDays(30)).volume("data", "");
    Belongings belongings = yard.plan("tool").belongings();
    assertThat(belongings.containers()).hasSize(1);
    assertThat(belongings.volumes()).isEmpty();
  }

  private void keeps(String project, String reason) {
    OfProject kept = yard.plan(project);
    assertThat(kept.action()).isEqualTo(Action.KEEP);
    assertThat(kept.reason()).contains(reason);
    assertThat(kept.belongings()).isEqualTo(Belongings.NONE);
    assertThat(kept.announced()).isEmpty();
  }
}
