package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.project.EngineStock.Volume;
import dev.reveille.reap.Belongings.Item;
import dev.reveille.reap.RemovalPlan.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which directory goes with a project, and which are nobody's. */
class DirectoryPlanTest {
  private final Yard yard = new Yard();

  @BeforeEach
  void aDirectoryThatIsNotCalledAsItsProject() {
    yard.site("shop").root("/srv/projects/webshop").add();
    yard.directories.put("/srv/projects/webshop", found("webshop"));
  }

  @Test
  void takesTheDirectoryThatTheLabelNamesWhateverTheProjectIsCalled() {
    assertThat(directory()).map(Item::id).contains("/projects/webshop");
  }

  @Test
  void takesNoDirectoryWhereTheLabelIsOutOfBounds() {
    yard.directories.put("/srv/projects/webshop", new Directory.OutOfBounds("is PROJECTS_DIR"));
    assertThat(directory()).isEmpty();
    assertThat(yard.plan("shop").belongings().kept())
        .containsExactly("directory /srv/projects/webshop stays: it is PROJECTS_DIR");
  }

  @Test
  void removesTheRestWhereTheDirectoryIsGone() {
    yard.directories.put("/srv/projects/webshop", new Directory.Missing());
    assertThat(directory()).isEmpty();
    assertThat(yard.plan("shop").action()).isEqualTo(Action.ANNOUNCE);
  }

  @Test
  void leavesADirectoryThatTwoProjectsNameToBoth() {
    yard.site("blog").root("/srv/projects/webshop").add();
    isKept("project \"blog\" names it");
  }

  @Test
  void leavesADirectoryThatTwoLabelsLeadTo() {
    yard.site("blog").root("/elsewhere/webshop").add();
    yard.directories.put("/elsewhere/webshop", found("webshop"));
    isKept("project \"blog\"");
  }

  @Test
  void leavesADirectoryOfWhichAPartIsAnothers() {
    yard.container("blog", "db").root("/srv/projects/webshop/blog").addHidden();
    isKept("project \"blog\"");
  }

  @Test
  void leavesADirectoryThatIsAPartOfAnothers() {
    yard.container("all", "db").root("/srv/projects").addHidden();
    isKept("project \"all\"");
  }

  @Test
  void leavesADirectoryThatAnothersContainerMounts() {
    yard.standalone("backup").bind("/srv/projects/webshop/files").addHidden();
    isKept("container id-of-backup");
  }

  @Test
  void takesADirectoryAlthoughAContainerMountsAllProjects() {
    yard.standalone("gateway").bind("/srv/projects").addHidden();
    assertThat(directory()).isPresent();
  }

  @Test
  void leavesADirectoryThatIsAnothersComposeDirectory() {
    yard.container("blog", "web")
        .label("com.docker.compose.project.working_dir", "/srv/projects/webshop")
        .addHidden();
    isKept("project \"blog\"");
  }

  @Test
  void leavesADirectoryThatAVolumeOfAnotherStandsFor() {
    yard.volumes.add(
        new Volume("files", Map.of(), Optional.of("/srv/projects/webshop"), Optional.empty()));
    isKept("volume \"files\"");
  }

  @Test
  void leavesBothWhereItsContainersNameTwo() {
    yard.container("shop", "db").root("/srv/projects/db").add();
    yard.directories.put("/srv/projects/db", found("db"));
    isKept("its containers name several");
  }

  @Test
  void aDirectoryThatNobodyNamesIsAnOrphanOnceItIsOld() {
    top("old", Duration.ofDays(3));
    assertThat(orphan("old").action()).isEqualTo(Action.KEEP);
    assertThat(orphan("old").due()).contains(Yard.NOW.plus(Duration.ofDays(5)));
    yard.top.clear();
    top("old", Duration.ofDays(7));
    assertThat(orphan("old").action()).isEqualTo(Action.ANNOUNCE);
    yard.memory = yard.memory.withOrphan("/projects/old", Yard.NOW.minus(Yard.GRACE));
    assertThat(orphan("old").action()).isEqualTo(Action.REMOVE);
  }

  @Test
  void anOrphanThatWasChangedAfterItsAnnouncementIsAnnouncedAgain() {
    top("old", Duration.ofDays(8));
    yard.memory = yard.memory.withOrphan("/projects/old", Yard.NOW.minus(Duration.ofDays(9)));
    assertThat(orphan("old").action()).isEqualTo(Action.ANNOUNCE);
  }

  @Test
  void orphansAreOnlyToldOfUnlessTheyAreToBeRemoved() {
    top("old", Duration.ofDays(100));
    Removals.Settings report = new Removals.Settings(Yard.DANGLING, Yard.GRACE, false, false);
    RemovalPlan plan = RemovalPlanner.plan(yard.facts(), report);
    assertThat(plan.orphans()).extracting("action").containsExactly(Action.KEEP);
  }

  @Test
  void aDirectoryThatAnyContainerMayNameIsNoOrphan() {
    for (String name : new String[] {"webshop", "media", "blog", ".cache", "lost+found"}) {
      top(name, Duration.ofDays(100));
    }
    yard.standalone("backup").bind("/mnt/media/files").addHidden();
    yard.volumes.add(
        new Volume("files", Map.of(), Optional.of("/srv/projects/blog"), Optional.empty()));
    assertThat(yard.plan().orphans()).isEmpty();
  }

  private Optional<Item> directory() {
    return yard.plan("shop").belongings().directory();
  }

  private void isKept(String reason) {
    assertThat(directory()).isEmpty();
    assertThat(yard.plan("shop").belongings().kept()).singleElement().asString().contains(reason);
    assertThat(yard.plan("shop").action()).isEqualTo(Action.ANNOUNCE);
  }

  private RemovalPlan.OfOrphan orphan(String name) {
    return yard.plan().of(Path.of("/projects", name)).orElseThrow();
  }

  private void top(String name, Duration unchangedFor) {
    Instant changed = Yard.NOW.minus(unchangedFor);
    yard.top.add(new TopDirectory(Path.of("/projects", name), changed));
  }

  private static Directory found(String name) {
    return new Directory.Found(Path.of("/projects", name));
  }
}
