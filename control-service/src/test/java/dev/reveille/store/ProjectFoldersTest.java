package dev.reveille.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.reap.Directory;
import dev.reveille.reap.TopDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectFoldersTest {
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir Path temporary;
  private Path root;
  private Path mounts;
  private ProjectFolders folders;

  @BeforeEach
  void someProjects() throws IOException {
    temporary = temporary.toRealPath();
    root = Files.createDirectories(temporary.resolve("projects"));
    mounts = Files.writeString(temporary.resolve("mountinfo"), "");
    Files.createDirectories(root.resolve("shop/web"));
    Files.createDirectories(temporary.resolve("outside/precious"));
    Files.createSymbolicLink(root.resolve("link"), temporary.resolve("outside"));
    Files.createSymbolicLink(root.resolve("shop/up"), root);
    Files.writeString(root.resolve("file"), "");
    folders = new ProjectFolders(root, List.of(), mounts);
  }

  @Test
  void findsExactlyWhatIsNamedWhenItRunsOutsideOfAContainer() {
    assertThat(find(root.resolve("shop"))).isEqualTo(new Directory.Found(root.resolve("shop")));
    assertThat(find(root.resolve("shop/web")))
        .isEqualTo(new Directory.Found(root.resolve("shop/web")));
    assertThat(find(root.resolve("gone"))).isEqualTo(new Directory.Missing());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "projects",
        "projects/shop/../shop",
        "projects/..",
        "projects/../outside",
        "outside",
        "projects/link",
        "projects/link/precious",
        "projects/shop/up/shop",
        "projects/file",
        "projects/./shop",
        "projects-2/shop",
        ""
      })
  void findsNothingElse(String path) {
    assertThat(folders.find(temporary + "/" + path)).isInstanceOf(Directory.OutOfBounds.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "", "/", "..", "/shop", "\0"})
  void findsNothingByWhatIsNoPathOfAHost(String path) {
    assertThat(folders.find(path)).isInstanceOf(Directory.OutOfBounds.class);
  }

  @Test
  void findsTheLastPartOfAHostsPathInAMount() throws IOException {
    mount("/srv/sites", root);
    assertThat(folders.find("/srv/sites/shop"))
        .isEqualTo(new Directory.Found(root.resolve("shop")));
    assertThat(folders.find("/data/srv/sites/shop"))
        .as("the file system may be mounted elsewhere on the host")
        .isEqualTo(new Directory.Found(root.resolve("shop")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/srv/sites", "/srv/sites/shop/web", "/srv/other/shop", "/sites/shop", "/shop"})
  void findsNothingInAMountForAnotherDirectoryOfTheHost(String path) throws IOException {
    mount("/srv/sites", root);
    assertThat(folders.find(path)).isInstanceOf(Directory.OutOfBounds.class);
  }

  @Test
  void takesThePathAsItIsWhereTheHostHasTheSameOne() throws IOException {
    mount(root.toString(), root);
    assertThat(find(root.resolve("shop/web")))
        .isEqualTo(new Directory.Found(root.resolve("shop/web")));
    mount("/elsewhere", root);
    assertThat(find(root.resolve("shop"))).isInstanceOf(Directory.OutOfBounds.class);
  }

  @Test
  void findsTheLastPartInAMountOfAWholeFileSystem() throws IOException {
    mount("/", root);
    assertThat(folders.find("/srv/sites/shop"))
        .isEqualTo(new Directory.Found(root.resolve("shop")));
    assertThat(find(root)).isInstanceOf(Directory.OutOfBounds.class);
  }

  @Test
  void leavesADirectoryInWhichSomethingIsMounted() throws IOException {
    mount("/srv/media", root.resolve("shop/web"));
    assertThat(find(root.resolve("shop"))).isInstanceOf(Directory.OutOfBounds.class);
    assertThat(top()).isEmpty();
  }

  @Test
  void leavesWhatReveilleNeeds() throws IOException {
    Files.createDirectories(root.resolve("proxy/state"));
    var careful = new ProjectFolders(root, List.of(root.resolve("proxy/state")), mounts);
    assertThat(careful.find(root.resolve("proxy").toString()))
        .isInstanceOf(Directory.OutOfBounds.class);
    assertThat(careful.top(_ -> true)).extracting(TopDirectory::name).containsExactly("shop");
  }

  @Test
  void touchesNothingBelowARootThatIsReachedByASymbolicLink() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("linked"), root);
    var linked = new ProjectFolders(link, List.of(), mounts);
    assertThat(linked.find(link.resolve("shop").toString()))
        .isInstanceOf(Directory.OutOfBounds.class);
    assertThat(linked.top(_ -> true)).isEmpty();
  }

  @Test
  void touchesNothingWhereTheRootIsMissing() {
    var missing = new ProjectFolders(temporary.resolve("nowhere"), List.of(), mounts);
    assertThat(missing.find(temporary.resolve("nowhere/shop").toString()))
        .isInstanceOf(Directory.OutOfBounds.class);
    assertThat(missing.top(_ -> true)).isEmpty();
  }

  @Test
  void whateverIsFoundIsCanonicalAndBelowTheRoot() throws IOException {
    List<String> words = List.of("shop", "web", "link", "up", "..", ".", "precious", "file", "");
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      StringBuilder path = new StringBuilder(random.nextInt(4) > 0 ? root.toString() : "");
      for (int parts = random.nextInt(6); parts > 0; parts--) {
        path.append('/').append(words.get(random.nextInt(words.size())));
      }
      if (folders.find(path.toString()) instanceof Directory.Found(Path found)) {
        assertThat(found).as("%s", path).startsWithRaw(root).isNotEqualTo(root);
        assertThat(found.toRealPath()).as("%s", path).isEqualTo(found);
        assertThat(found).as("%s", path).isEqualTo(Path.of(path.toString()));
      }
    }
  }

  @Test
  void removesADirectoryButNothingThatLinksInItLeadTo() throws IOException {
    Files.createSymbolicLink(root.resolve("shop/away"), temporary.resolve("outside"));
    Files.writeString(root.resolve("shop/web/index.html"), "hello");
    folders.remove(root.resolve("shop"));
    folders.remove(root.resolve("shop"));
    assertThat(root.resolve("shop")).doesNotExist();
    assertThat(temporary.resolve("outside/precious")).exists();
    assertThat(root.resolve("file")).exists();
  }

  @Test
  void removesNothingByWayOfALink() {
    assertThatThrownBy(() -> folders.remove(root.resolve("link/precious")))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(temporary.resolve("outside/precious")).exists();
  }

  @Test
  void removesNeitherTheRootNorWhatIsOutside() {
    for (Path path : List.of(root, temporary, root.resolve("../outside"), Path.of("/"))) {
      assertThatThrownBy(() -> folders.remove(path)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void setsADirectoryAsideOnlyOnce() throws IOException {
    folders.setAside(root.resolve("shop"), ".aside");
    assertThat(root.resolve("shop")).doesNotExist();
    assertThat(root.resolve(".aside/web")).exists();
    Files.createDirectory(root.resolve("shop"));
    folders.setAside(root.resolve("shop"), ".aside");
    assertThat(root.resolve("shop")).exists();
    folders.setAside(root.resolve("gone"), ".other");
    assertThatThrownBy(() -> folders.setAside(root.resolve("link"), ".other"))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void tellsWhenADirectoryWasChangedDownToTheSecondLevel() throws IOException {
    Files.delete(root.resolve("shop/up"));
    Files.createDirectories(root.resolve("shop/web/deep/deeper"));
    for (String path : List.of("shop/web/deep/deeper", "shop/web/deep", "shop/web", "shop")) {
      Files.setLastModifiedTime(root.resolve(path), FileTime.from(LONG_AGO));
    }
    assertThat(top()).containsExactly(new TopDirectory(root.resolve("shop"), LONG_AGO));
    Instant later = LONG_AGO.plusSeconds(1);
    Files.setLastModifiedTime(root.resolve("shop/web/deep"), FileTime.from(later));
    assertThat(top()).containsExactly(new TopDirectory(root.resolve("shop"), later));
  }

  @Test
  void addsUpFilesWithoutFollowingLinks() throws IOException {
    Files.writeString(root.resolve("shop/web/index.html"), "12345");
    Files.delete(root.resolve("shop/up"));
    assertThat(folders.size(root.resolve("shop"))).hasValue(5);
    assertThat(folders.size(root.resolve("gone"))).isEmpty();
  }

  private Directory find(Path path) {
    return folders.find(path.toString());
  }

  private List<TopDirectory> top() {
    return folders.top(_ -> true);
  }

  private void mount(String source, Path point) throws IOException {
    Files.writeString(
        mounts,
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n36 22 8:1 %s %s rw - ext4 /dev/sda1 rw\n"
            .formatted(source, point));
  }
}
