package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.project.InMemoryDisposal.Killed;
import dev.reveille.project.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control service ends in the middle of a removal, and is started again. */
class RemovalCrashTest {
  @TempDir Path temporary;
  private Clearing clearing;

  @BeforeEach
  void anAnnouncedProjectAndOneInUse() throws IOException {
    clearing = new Clearing(Files.createDirectory(temporary.toRealPath().resolve("projects")));
    clearing.project("shop").project("blog").used("blog", Duration.ofDays(1));
    clearing.announced();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void carriesOnAfterEveryStepAndRemovesNothingElse(int steps) {
    killAfter(steps);
    assertThat(clearing.restarted().now().removed()).containsExactly("shop");
    assertThat(clearing.disposal.removed()).hasSize(5);
    assertThat(clearing.containers()).containsExactlyInAnyOrder("blog-web-1", "blog-db-1");
    assertThat(clearing.entries()).containsExactly("blog-files");
    assertThat(clearing.restarted().now().removed()).isEmpty();
  }

  @Test
  void carriesOnWhereMostContainersOfTheEngineWereAmongThoseRemoved() {
    for (int number = 2; number < 20; number++) {
      clearing.disposal.add("shop-web-" + number).container().service("shop", "web").exited(0);
    }
    clearing.announced();
    killAfter(15);
    assertThat(clearing.restarted().now().removed()).containsExactly("shop");
    assertThat(clearing.containers()).containsExactlyInAnyOrder("blog-web-1", "blog-db-1");
  }

  @Test
  void leavesWhatIsLeftOnceItIsUsedAgain() {
    killAfter(1);
    clearing.used("shop", Duration.ZERO);
    leavesTheRest();
  }

  @Test
  void leavesWhatIsLeftOnceAnythingOfItRuns() {
    killAfter(1);
    clearing.engine.list().stream()
        .filter(it -> it.name().equals("shop-db-1"))
        .forEach(it -> clearing.engine.start(it.id()));
    leavesTheRest();
  }

  @Test
  void leavesWhatIsLeftOnceThereIsANewContainer() {
    killAfter(1);
    clearing.engine.add("shop-cli-1").service("shop", "cli").exited(0);
    leavesTheRest();
  }

  @Test
  void leavesWhatIsLeftOnceAnotherUsesAVolumeOfIt() {
    killAfter(2);
    clearing.disposal.add("copy").volume("shop_data").container().exited(0);
    leavesTheRest();
  }

  @Test
  void leavesWhatIsLeftOnceAnotherNamesItsDirectory() {
    killAfter(2);
    clearing
        .engine
        .add("new-web-1")
        .service("new", "web")
        .label(Label.ROOT.key(), clearing.root.resolve("shop-files").toString());
    leavesTheRest();
  }

  @Test
  void leavesADirectoryThatWasMadeAnewWhereTheOldOneWas() throws IOException {
    killAfter(4);
    String aside = ".reveille-removed-test";
    Memory memory = new Remembered(clearing.files).get();
    Memory.Begun begun = memory.begun().get("shop");
    assertThat(begun).isNotNull();
    clearing.files.write(
        RemovalsFile.NAME,
        clearing
            .files
            .read(RemovalsFile.NAME)
            .orElseThrow()
            .replaceAll("\\.reveille-removed-[0-9a-f-]+", aside));
    Path directory = clearing.root.resolve("shop-files");
    Files.move(directory, clearing.root.resolve(aside));
    Clearing.write(directory.resolve("new"));

    assertThat(clearing.restarted().now().removed()).containsExactly("shop");

    assertThat(directory.resolve("new")).exists();
    assertThat(clearing.entries()).containsExactly("blog-files", "shop-files");
  }

  @Test
  void waitsWhileTheEngineListsMuchLessThanBefore() {
    killAfter(1);
    clearing.engine.list().forEach(it -> clearing.disposal.removeContainer(it.id()));
    assertThat(clearing.restarted().now().refused()).isPresent();
    assertThat(clearing.hasDirectory("shop")).isTrue();
  }

  @Test
  void triesAgainWhatTheEngineRefuses() {
    clearing.disposal.network("shop_default", Map.of(Label.COMPOSE_PROJECT.key(), "shop"));
    clearing.engine.goAway();
    assertThat(clearing.removals.now().refused()).isPresent();
    clearing.engine.comeBack();
    assertThat(clearing.removals.now().removed()).containsExactly("shop");
  }

  private void killAfter(int steps) {
    clearing.disposal.killAfter(steps);
    assertThatThrownBy(() -> clearing.removals.now()).isInstanceOf(Killed.class);
    clearing.disposal.killAfter(Integer.MAX_VALUE);
  }

  private void leavesTheRest() {
    int removed = clearing.disposal.removed().size();
    assertThat(clearing.restarted().now().removed()).isEmpty();
    assertThat(clearing.disposal.removed()).hasSize(removed);
    assertThat(clearing.hasDirectory("shop")).isTrue();
    assertThat(clearing.told()).contains("project.removal-stopped shop");
    assertThat(clearing.restarted().now().removed()).isEmpty();
    assertThat(clearing.hasDirectory("shop")).isTrue();
  }
}
