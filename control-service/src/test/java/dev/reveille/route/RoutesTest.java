package dev.reveille.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Projects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
  private static final CertificateMark MARK = new CertificateMark("id-1", true);

  private final InMemoryEngine engine = new InMemoryEngine(new LeapingTimer());
  private final Routes routes = new Routes("now");
  private final List<RouteTable> published = new ArrayList<>();

  RoutesTest() {
    routes.table().subscribe(published::add);
  }

  @Test
  void publishesNothingBeforeTheEngineHasBeenSeen() {
    routes.ready(Set.of("some id"));

    assertThat(published).isEmpty();
    assertThat(routes.seen()).isNotDone();
    assertThat(routes.table().get().version()).isEqualTo(new Version("now", 0));
  }

  @Test
  void publishesAnEmptyTableWhereTheEngineHasNothing() {
    look();

    assertThat(routes.seen()).isDone();
    assertThat(published).extracting(RouteTable::version).containsExactly(new Version("now", 1));
  }

  @Test
  void publishesNothingWhenNothingThatMattersHasChanged() {
    engine.add("shop").host("shop.test,~^shop").running();
    look();

    look();
    engine.add("postgres").running();
    look();
    routes.ready(Set.of("somebody else"));

    assertThat(published).hasSize(1);
  }

  @Test
  void tellsOnlyOfWhatHasChangedSinceAVersion() {
    engine.add("blog").host("blog.test");
    var shop = engine.add("shop").host("shop.test").running();
    look();
    routes.ready(Set.of(shop.id()));
    engine.add("wiki").host("wiki.test");
    look();

    assertThat(hosts(1)).containsExactlyInAnyOrder("shop.test", "wiki.test");
    assertThat(hosts(2)).containsExactly("wiki.test");
    assertThat(hosts(3)).isEmpty();
    assertThat(since(1).full()).isFalse();
    assertThat(since(1).version()).isEqualTo(new Version("now", 3));
  }

  @Test
  void tellsOfRemovedHostsUntilTheyComeBack() {
    var wiki = engine.add("wiki").host("wiki.test,docs.test");
    look();
    wiki.label("reveille.host", "wiki.test");
    look();

    assertThat(since(1).removed()).containsExactly("docs.test");
    assertThat(since(1).routes()).isEmpty();
    wiki.label("reveille.host", "wiki.test,docs.test");
    look();
    assertThat(since(1).removed()).isEmpty();
    assertThat(hosts(1)).containsExactly("docs.test");
  }

  @ParameterizedTest
  @CsvSource({"earlier, 1", "now, 99"})
  void tellsEverythingToWhoHasAVersionOfAnotherStart(String epoch, long number) {
    engine.add("blog").host("blog.test");
    look();

    Routes.Change change = routes.since(new Version(epoch, number));

    assertThat(change.full()).isTrue();
    assertThat(change.routes()).hasSize(1);
  }

  @Test
  void remembersOnlySoManyRemovedHostsAndTellsEverythingToWhoMissedThem() {
    var branch = engine.add("branch").host("first.test");
    engine.add("blog").host("blog.test");
    look();
    for (int i = 0; i < 1_100; i++) {
      branch.label("reveille.host", "branch-%d.test".formatted(i));
      look();
    }

    Routes.Change late = since(1);
    assertThat(late.full()).isTrue();
    assertThat(late.routes()).hasSize(2);
    long number = routes.table().get().version().number();
    assertThat(since(number - 1).full()).isFalse();
    assertThat(since(number - 1).removed()).containsExactly("branch-1098.test");
  }

  @Test
  void tellsWhichCertificatesHaveChangedSinceAVersion() {
    engine.add("shop").host("shop.test");
    routes.certificates(Map.of("*", MARK));
    look();
    assertThat(published).as("one table for both").hasSize(1);

    CertificateMark renewed = new CertificateMark("id-2", true);
    routes.certificates(Map.of("*", MARK, "shop.test", MARK));
    Version last = routes.certificates(Map.of("shop.test", renewed));

    assertThat(last).isEqualTo(new Version("now", 3));
    assertThat(since(1).certificates()).isEqualTo(Map.of("shop.test", renewed));
    assertThat(since(1).removedCertificates()).containsExactly("*");
    assertThat(since(1).routes()).isEmpty();
    assertThat(since(3).certificates()).isEmpty();
    assertThat(routes.everything().certificates()).isEqualTo(Map.of("shop.test", renewed));
  }

  @Test
  void publishesNothingWhenTheSameCertificatesAreShown() {
    look();
    routes.certificates(Map.of("*", MARK));
    routes.certificates(Map.of("*", MARK));

    assertThat(published).hasSize(2);
  }

  @Test
  void remembersWhichVersionOfThisStartAGatewayHasTaken() {
    look();
    routes.taken(new Version("earlier", 7));
    assertThat(routes.taken().get()).isZero();

    routes.taken(new Version("now", 1));
    assertThat(routes.taken().get()).isEqualTo(1);
  }

  @Test
  void reportsConflictsAsLongAsTheyLast() {
    var copy = engine.add("copy").host("shop.test");
    engine.add("shop").host("shop.test");
    look();

    assertThat(routes.conflicts()).hasSize(1);
    copy.remove();
    look();
    assertThat(routes.conflicts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "k3f9.12, true",
    "a.b.1, false",
    ".1, false",
    "k3f9., false",
    "k3f9.-1, false",
    "k3f9, false",
    "k3f9.9999999999999999999, false",
    "'', false"
  })
  void readsAVersionThatItCanHaveWritten(String text, boolean readable) {
    assertThat(Version.parse(text).isPresent()).isEqualTo(readable);
    Version.parse(text).ifPresent(version -> assertThat(version).hasToString(text));
  }

  private void look() {
    routes.projects(Projects.from(engine.list()));
  }

  private Routes.Change since(long number) {
    return routes.since(new Version("now", number));
  }

  private List<String> hosts(long number) {
    return since(number).routes().stream().map(route -> route.host().text()).toList();
  }
}
