package dev.reveille.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.LeapingTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Projects and what is read of their labels. */
class ProjectsTest {
  private final InMemoryEngine engine = new InMemoryEngine(new LeapingTimer());

  @Test
  void containersOfAComposeProjectBelongTogetherTheUnlabelledDatabaseToo() {
    engine.add("shop-web-1").service("shop", "web").host("shop.test");
    engine.add("shop-db-1").service("shop", "db");

    Project shop = projects().find("shop").orElseThrow();

    assertThat(shop.members()).extracting(Member::name).containsExactly("shop-db-1", "shop-web-1");
    assertThat(shop.services()).containsExactly("db", "web");
    assertThat(shop.membersOf("db")).noneMatch(Member::claimsHosts);
  }

  @Test
  void aContainerByItselfIsAProjectOfItsName() {
    engine.add("blog").host("blog.test");

    assertThat(projects().all())
        .singleElement()
        .satisfies(
            blog -> {
              assertThat(blog.name()).isEqualTo("blog");
              assertThat(blog.services()).containsExactly("blog");
            });
  }

  @Test
  void onlyWhatHasAHostLabelSomewhereIsAProject() {
    engine.add("other-web-1").service("other", "web");
    engine.add("postgres");

    assertThat(projects()).isEqualTo(Projects.NONE);
  }

  @Test
  void anEmptyHostLabelMakesAProjectThatClaimsNothing() {
    engine.add("blog").host("");

    assertThat(projects().find("blog").orElseThrow().members()).noneMatch(Member::claimsHosts);
    assertThat(projects().problems()).isEmpty();
  }

  @Test
  void whatComposeRunMadeBelongsToNobody() {
    engine.add("shop-web-1").service("shop", "web").host("shop.test");
    engine
        .add("shop-web-run-1")
        .service("shop", "web")
        .host("shop.test")
        .label("com.docker.compose.oneoff", "True");

    assertThat(projects().find("shop").orElseThrow().members())
        .extracting(Member::name)
        .containsExactly("shop-web-1");
  }

  @Test
  void aContainerWithTheNameOfAComposeProjectIsToldApart() {
    engine.add("shop-web-1").service("shop", "web").host("shop.test");
    engine.add("shop").host("other.test");
    engine.add("shop.container").host("third.test");

    assertThat(projects().all())
        .extracting(Project::name)
        .containsExactly("shop", "shop.container", "shop.container.container");
  }

  @Test
  void theOrderInWhichTheEngineListsDoesNotMatter() {
    for (String name : List.of("a", "b", "c")) {
      engine.add(name + "-web-1").service(name, "web").host(name + ".test");
      engine
          .add(name + "-web-2")
          .service(name, "web")
          .host(name + ".test")
          .label("reveille.port", "x");
      engine.add(name + "-db-1").service(name, "db").label("reveille.port", "y");
      engine.add(name).host("alone." + name + ".test");
    }
    Projects expected = projects();
    Random random = new Random(4711);
    for (int round = 0; round < 50; round++) {
      List<Container> shuffled = new ArrayList<>(engine.list());
      Collections.shuffle(shuffled, random);

      assertThat(Projects.from(shuffled)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "reveille.host,                 'shop.test,shop test',  no host name",
    "reveille.port,                 http,                   no port",
    "io.docksal.virtual-port,       http,                   no port",
    "reveille.port,                 0,                      no port",
    "reveille.port,                 65536,                  no port",
    "reveille.port,                 99999999999999,         no port",
    "reveille.wake,                 sometimes,              'none of auto, page, hold, off'",
    "reveille.ready,                health,                 no path",
    "reveille.ready,                /a b,                   no path",
    "reveille.ready-after,          soon,                   no duration",
    "reveille.one-shot,             perhaps,                neither on nor off",
    "com.docker.compose.depends_on, db:service_perfect,     is not known",
  })
  void aLabelThatCanNotBeReadIsReportedAndTheContainerClaimsNoHost(
      String label, String value, String reason) {
    engine.add("shop-web-1").service("shop", "web").host("shop.test").label(label, value);
    engine.add("shop-admin-1").service("shop", "admin").host("admin.test");

    Projects projects = projects();

    assertThat(projects.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.project()).isEqualTo("shop");
              assertThat(problem.container()).isEqualTo("shop-web-1");
              assertThat(problem.text()).contains(label, reason, "claims no host");
            });
    Project shop = projects.find("shop").orElseThrow();
    assertThat(shop.members()).hasSize(2);
    assertThat(shop.membersOf("web")).noneMatch(Member::claimsHosts);
    assertThat(shop.membersOf("admin")).allMatch(Member::claimsHosts);
  }

  @Test
  void reportsEveryMistakeOfAContainer() {
    engine.add("blog").host("no host").label("reveille.port", "x").label("reveille.wake", "y");

    assertThat(projects().problems()).hasSize(3);
  }

  @Test
  void readsEveryLabelOfAContainer() {
    engine
        .add("blog")
        .host("blog.test, *.blog.test,,blog.test")
        .label("reveille.port", "8080")
        .label("reveille.wake", "Hold")
        .label("reveille.ready", "/health?deep=1")
        .label("reveille.ready-after", "500ms")
        .label("reveille.one-shot", "no");

    Member blog = projects().all().getFirst().members().getFirst();

    assertThat(blog.hosts())
        .extracting(HostPattern::text)
        .containsExactly("blog.test", "*.blog.test");
    assertThat(blog.portToReach()).isEqualTo(8080);
    assertThat(blog.wakeMode()).contains(WakeMode.HOLD);
    assertThat(blog.readyPath()).contains("/health?deep=1");
    assertThat(blog.readyAfter()).isEqualTo(Duration.ofMillis(500));
    assertThat(blog.oneShot()).isFalse();
    assertThat(blog.ordered()).as("has no depends_on label").isFalse();
  }

  @Test
  void reachesTheOnlyExposedPortElse80() {
    engine.add("one").host("one.test").exposes(8080).running();
    engine.add("two").host("two.test").exposes(8080).exposes(9090).running();
    engine.add("none").host("none.test").running();

    assertThat(projects().all())
        .extracting(project -> project.members().getFirst().portToReach())
        .as("none, one, two")
        .containsExactly(80, 8080, 80);
  }

  @Test
  void aProjectRunsWhenAContainerThatClaimsHostsDoes() {
    engine.add("shop-web-1").service("shop", "web").host("shop.test");
    var database = engine.add("shop-db-1").service("shop", "db").running();

    assertThat(projects().find("shop").orElseThrow().isRunning()).isFalse();
    database.host("db.test");
    assertThat(projects().find("shop").orElseThrow().isRunning()).isTrue();
  }

  @Test
  void reachesARunningContainerOnlyWhereItIsByNow() {
    var web = engine.add("shop").host("shop.test").address("10.0.0.2");
    Projects asleep = projects();
    web.running();
    Projects awake = projects();
    Container first = awake.all().getFirst().members().getFirst().container();
    web.address("10.0.0.3");
    Container moved = projects().all().getFirst().members().getFirst().container();

    assertThat(awake.reaches(first)).isTrue();
    assertThat(asleep.reaches(first)).isFalse();
    assertThat(awake.reaches(moved)).isFalse();
  }

  private Projects projects() {
    return Projects.from(engine.list());
  }
}
