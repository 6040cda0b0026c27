package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Turns;
import dev.reveille.project.Label;
import dev.reveille.reap.RemovalPlan.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovalsTest {
  @TempDir Path temporary;
  private Clearing clearing;

  @BeforeEach
  void twoProjects() throws IOException {
    clearing = new Clearing(Files.createDirectory(temporary.toRealPath().resolve("projects")));
    clearing.project("shop").project("blog").used("blog", Duration.ofDays(1));
  }

  @Test
  void announcesFirstAndRemovesAllOfItOnceTheGraceIsOver() {
    assertThat(clearing.removals.now().announced()).containsExactly("shop");
    clearing.timer.pass(Clearing.GRACE.minusSeconds(1));
    assertThat(clearing.removals.now().removed()).isEmpty();
    assertThat(clearing.disposal.removed()).isEmpty();
    clearing.timer.pass(Duration.ofSeconds(1));
    assertThat(clearing.removals.now().removed()).containsExactly("shop");
    assertThat(clearing.disposal.removed())
        .containsExactly(
            "container shop-web-1",
            "container shop-db-1",
            "volume shop_data",
            "network shop_default",
            "image sha256:shop");
    assertThat(clearing.entries()).containsExactly("blog-files");
    assertThat(clearing.containers()).containsExactlyInAnyOrder("blog-web-1", "blog-db-1");
    assertThat(clearing.told())
        .containsExactly("project.removal-announced shop", "project.removed shop");
  }

  @Test
  void aVisitAfterTheAnnouncementUndoesIt() {
    clearing.announced();
    clearing.used("shop", Duration.ZERO);
    assertThat(clearing.removals.now().undone()).containsExactly("shop");
    assertThat(clearing.told()).last().isEqualTo("project.removal-undone shop");
    clearing.timer.pass(Clearing.DANGLING);
    assertThat(clearing.removals.now().announced()).contains("shop");
    assertThat(clearing.removals.now().removed()).as("a whole grace anew").isEmpty();
    assertNothingRemoved();
  }

  @Test
  void theAnnouncementOutlivesARestart() {
    clearing.announced();
    assertThat(clearing.restarted().now().removed()).containsExactly("shop");
  }

  @Test
  void theDryRunShowsReasonsTimesAndSizesAndChangesNothing() {
    RemovalPlan plan = clearing.removals.plan();
    RemovalPlan.OfProject shop = plan.of("shop").orElseThrow();
    assertThat(shop.action()).isEqualTo(Action.ANNOUNCE);
    assertThat(shop.due()).contains(clearing.now().plus(Clearing.GRACE));
    assertThat(shop.belongings().volumes().getFirst().bytes()).hasValue(1_000);
    assertThat(shop.belongings().directory().orElseThrow().bytes()).hasValue(5);
    assertThat(plan.of("blog").orElseThrow().action()).isEqualTo(Action.KEEP);
    assertThat(clearing.files.contents()).isEmpty();
    assertThat(clearing.told()).isEmpty();
  }

  @Test
  void anEngineThatDoesNotAnswerMeansNoPlan() {
    clearing.announced();
    clearing.engine.goAway();
    assertThat(clearing.removals.plan().refused()).isPresent();
    assertThat(clearing.removals.now().refused()).isPresent();
    clearing.engine.comeBack();
    assertNothingRemoved();
  }

  @Test
  void anEngineThatSuddenlyListsNothingMeansNoPlan() {
    write("old/file");
    clearing.announced();
    clearing.engine.list().forEach(it -> clearing.disposal.removeContainer(it.id()));
    assertThat(clearing.removals.now().refused()).isPresent();
    assertThat(clearing.entries()).containsExactly("blog-files", "old", "shop-files");
  }

  @Test
  void anEngineThatListsAProjectOnlyInPartMeansThatItStays() {
    clearing.announced();
    String db = clearing.engine.list().get(1).id();
    clearing.disposal.removeContainer(db);
    assertThat(clearing.removals.now().removed()).isEmpty();
    assertThat(clearing.removals.plan().of("shop").orElseThrow().reason()).contains("there were 2");
    assertThat(clearing.hasDirectory("shop")).isTrue();
  }

  @Test
  void nothingHappensWhileTheProjectIsBeingWoken() {
    clearing.announced();
    try (Turns.Turn _ = clearing.turns.take("shop")) {
      assertThat(clearing.removals.now().removed()).isEmpty();
      assertNothingRemoved();
    }
    assertThat(clearing.removals.now().removed()).containsExactly("shop");
  }

  @Test
  void aProjectThatIsStartedMeanwhileStays() {
    clearing.announced();
    clearing.engine.start(clearing.engine.list().get(1).id());
    assertThat(clearing.removals.now().removed()).isEmpty();
    assertNothingRemoved();
  }

  @Test
  void aDirectoryThatTwoProjectsShareStaysWithBoth() {
    clearing.uses.put("blog", clearing.uses.getOrDefault("shop", LastUse.UNKNOWN));
    String root = clearing.root.resolve("shop-files").toString();
    clearing.engine.add("extra").service("extra", "web").label(Label.ROOT.key(), root).exited(0);
    clearing.announced();
    clearing.removals.now();
    assertThat(clearing.hasDirectory("shop")).isTrue();
    assertThat(clearing.hasDirectory("blog")).isFalse();
  }

  @Test
  void nothingIsRemovedThatCannotBeNotedFirst() {
    clearing.announced();
    clearing.files.setFull(true);
    assertThat(clearing.removals.now().refused()).isPresent();
    assertNothingRemoved();
    clearing.files.setFull(false);
    assertThat(clearing.removals.now().removed()).containsExactly("shop");
  }

  @Test
  void whatANewerVersionHasNotedIsLeftAlone() {
    clearing.announced();
    clearing.files.write(RemovalsFile.NAME, "{\"format\": 2}");
    assertThat(clearing.restarted().now().refused().orElseThrow()).contains("format 2");
    assertThat(clearing.removals.plan().refused()).isPresent();
    assertThat(clearing.files.contents()).containsEntry(RemovalsFile.NAME, "{\"format\": 2}");
    assertNothingRemoved();
  }

  @Test
  void afterADamagedFileEverythingIsAnnouncedAnew() {
    clearing.announced();
    clearing.files.write(RemovalsFile.NAME, "{\"format\": 1, \"cont");
    assertThat(clearing.restarted().now().announced()).containsExactly("shop");
    assertThat(clearing.files.contents()).containsKey(RemovalsFile.DAMAGED);
    assertNothingRemoved();
  }

  @Test
  void removesADirectoryThatNobodyNamesOnceItIsOldAndAnnounced() throws IOException {
    write("old/file");
    write("fresh/file");
    for (String path : new String[] {"old/file", "old"}) {
      FileTime then = FileTime.from(clearing.now().minus(Duration.ofDays(30)));
      Files.setLastModifiedTime(clearing.root.resolve(path), then);
    }
    Path old = clearing.root.resolve("old");
    assertThat(clearing.removals.now().announced()).containsExactly("shop", old.toString());
    clearing.timer.pass(Clearing.GRACE);
    assertThat(clearing.removals.now().removed()).containsExactly("shop", old.toString());
    assertThat(clearing.entries()).containsExactly("blog-files", "fresh");
  }

  @Test
  void doesNothingWhileItIsOff() {
    var off = new Removals.Settings(Duration.ZERO, Clearing.GRACE, true, true);
    assertThat(clearing.restarted(off).now().refused()).isPresent();
    clearing.removals.tick();
    assertThat(clearing.files.contents()).isEmpty();
  }

  @Test
  void looksAsOftenAsTheGraceNeeds() {
    clearing.removals.tick();
    assertThat(clearing.told()).hasSize(1);
    clearing.timer.pass(Clearing.GRACE.minusSeconds(70));
    clearing.removals.tick();
    assertNothingRemoved();
    clearing.timer.pass(Duration.ofSeconds(70));
    clearing.removals.tick();
    assertThat(clearing.disposal.removed()).hasSize(5);
  }

  private void assertNothingRemoved() {
    assertThat(clearing.disposal.removed()).isEmpty();
    assertThat(clearing.hasDirectory("shop")).isTrue();
    assertThat(clearing.containers()).hasSize(4);
    assertThat(Map.copyOf(clearing.uses)).hasSize(2);
  }

  private void write(String file) {
    Clearing.write(clearing.root.resolve(file));
  }
}
