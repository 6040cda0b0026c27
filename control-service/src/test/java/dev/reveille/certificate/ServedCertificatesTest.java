package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Projects;
import dev.reveille.route.CertificateMark;
import dev.reveille.route.RouteTable;
import dev.reveille.route.Routes;
import dev.reveille.route.Version;
import dev.reveille.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the gateway is told to show. */
class ServedCertificatesTest {
  private static final TestChains.Authority AUTHORITY = TestChains.authority("Test CA");
  private static final String EVERYONE = CertificateChoice.EVERYONE_ELSE;

  private final LeapingTimer timer = new LeapingTimer();
  private final InMemoryEngine engine = new InMemoryEngine(timer);
  private final Routes routes = new Routes("now");
  private final ServerCertificate selfSigned = TestChains.selfSigned("localhost");
  private final Map<String, ServerCertificate> custom = new HashMap<>();
  private final IssuedCertificates issued = new IssuedCertificates(new InMemoryPemFiles());
  private Optional<LocalAuthority> local = Optional.empty();
  private final ServedCertificates served =
      new ServedCertificates(
          () ->
              new CertificateChoice(
                  CustomSet.of(custom),
                  CustomSet.NONE,
                  issued.all().get(),
                  local,
                  Optional.empty(),
                  selfSigned),
          routes,
          timer);

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void theFirstTableThatHasRoutesHasTheirCertificates() {
    List<RouteTable> published = new ArrayList<>();
    routes.table().subscribe(published::add);
    ServerCertificate own = issue("shop.test");
    engine.add("shop").host("shop.test");

    look();

    assertThat(published).hasSize(1);
    assertThat(published.getFirst().certificates())
        .isEqualTo(
            Map.of(
                "shop.test",
                new CertificateMark(own.id(), true),
                EVERYONE,
                new CertificateMark(selfSigned.id(), false)));
  }

  @Test
  void anotherIssuedOneTakesItsPlaceInTheNextTable() {
    issue("shop.test");
    engine.add("shop").host("shop.test");
    look();
    Version before = routes.table().get().version();

    ServerCertificate next = issue("shop.test");
    served.update();

    assertThat(mark("shop.test")).contains(new CertificateMark(next.id(), true));
    assertThat(routes.since(before).certificates()).containsOnlyKeys("shop.test");
    assertThat(routes.since(before).full()).isFalse();
  }

  @Test
  void aCustomOneThatIsPutThereTakesItsPlaceWhileRunning() {
    issue("shop.test");
    engine.add("shop").host("shop.test");
    served.start();
    look();
    timer.pass(Duration.ofSeconds(1));

    ServerCertificate own = AUTHORITY.leaf("shop.test").make();
    custom.put("shop.test", own);
    served.changed();
    Eventually.holds(
        "it is in the table",
        () -> mark("shop.test").equals(Optional.of(new CertificateMark(own.id(), true))));
  }

  @Test
  void namesWithoutOneOfTheirOwnAreLeftOut() {
    engine.add("shop").host("shop.test,*.shop.test");

    look();

    assertThat(routes.table().get().certificates()).containsOnlyKeys(EVERYONE);
    assertThat(served.find("shop.test")).isEmpty();
    assertThat(served.find(EVERYONE).orElseThrow().certificate()).isEqualTo(selfSigned);
  }

  @Test
  void aNameThatNobodyClaimsAnyMoreIsTakenAway() {
    issue("shop.test");
    var shop = engine.add("shop").host("shop.test");
    look();
    Version before = routes.table().get().version();

    shop.remove();
    look();
    served.update();

    assertThat(mark("shop.test")).isEmpty();
    assertThat(routes.since(before).removedCertificates()).containsExactly("shop.test");
    assertThat(served.isClaimed("shop.test")).isFalse();
  }

  @Test
  void aHostBelowAPatternIsInTheTableOnceSomebodyHasAskedForIt() {
    ServerCertificate own = issue("pr-1.shop.test");
    engine.add("pulls").host("~^pr-[0-9]+\\.shop\\.test$");
    look();
    assertThat(routes.table().get().certificates()).containsOnlyKeys(EVERYONE);

    assertThat(served.find("pr-1.shop.test").orElseThrow().certificate()).isEqualTo(own);
    served.update();

    assertThat(mark("pr-1.shop.test")).contains(new CertificateMark(own.id(), true));
    assertThat(served.find("pr-x.shop.test")).isEmpty();
  }

  @Test
  void aHostThatWasAskedForInVainIsInTheTableOnceThereIsOne() {
    engine.add("shop").host("shop.*");
    look();
    assertThat(served.find("shop.example")).isEmpty();

    issue("shop.example");
    served.update();

    assertThat(mark("shop.example")).isPresent();
  }

  @Test
  void aFloodOfMadeUpHostsForgetsTheOldest() {
    local =
        Optional.of(
            new LocalAuthority(
                new InMemoryPemFiles(),
                new LocalAuthority.Settings(List.of("first.shop.test"), "laptop"),
                timer));
    engine.add("shop").host("shop.test.*,~shop\\.test$");
    look();
    assertThat(served.find("first.shop.test")).isPresent();
    served.update();
    assertThat(mark("first.shop.test")).isPresent();

    for (int i = 0; i < 10_000; i++) {
      assertThat(served.find("made-up-" + i + ".shop.test")).isEmpty();
    }
    served.update();

    assertThat(mark("first.shop.test")).isEmpty();
    assertThat(served.find("first.shop.test")).isPresent();
  }

  @Test
  void tellsOfLabelsThatNameTheWrongCertificate() {
    custom.put("blog", AUTHORITY.leaf("blog.test").make());
    engine.add("shop").host("shop.test").label("reveille.cert", "blog");
    engine.add("wiki").host("wiki.test").label("reveille.cert", "missing");
    engine.add("blog").host("blog.test").label("reveille.cert", "blog");
    engine.add("other").host("other.test").label("reveille.cert", "none");
    look();

    assertThat(served.problems())
        .satisfiesExactly(
            first -> assertThat(first).contains("is for [blog.test] and not for shop.test"),
            second -> assertThat(second).startsWith("there is no certificate \"missing\""));
    assertThat(mark("shop.test").orElseThrow().trusted()).isFalse();
  }

  @Test
  void noCaIsAskedForWhatHasAGoodCertificateOfItsOwn() {
    custom.put("shop.test", AUTHORITY.leaf("shop.test").make());
    custom.put("blog.test", expired("blog.test"));
    custom.put("blue", AUTHORITY.leaf("*.blue.test").make());
    issue("wiki.test");
    engine
        .add("all")
        .host("shop.test,blog.test,wiki.test,new.test,a.blue.test,*.red.test,~^pr-[0-9]+");
    look();

    assertThat(served.wanted())
        .containsExactlyInAnyOrder("blog.test", "wiki.test", "new.test", "*.red.test");
  }

  @Test
  void aRenewedOneIsServedOnlyWhenAGatewayHasTheVersionThatNamesIt() {
    issue("shop.test");
    engine.add("shop").host("shop.test");
    look();
    Version before = routes.table().get().version();
    routes.taken(before);

    ServerCertificate next = issue("shop.test");
    CompletableFuture<Boolean> taken = served.served(next);
    routes.taken(before);
    routes.taken(new Version("an earlier start", 99));
    assertThat(taken).isNotDone();

    routes.taken(routes.table().get().version());
    assertThat(taken).isCompletedWithValue(true);
    assertThat(served.served(next)).isCompletedWithValue(true);
  }

  @Test
  void aWildcardIsServedWhenAGatewayHasItForAHostBelow() {
    engine.add("shop").host("a.shop.test");
    look();

    CompletableFuture<Boolean> taken = served.served(issue("*.shop.test"));

    assertThat(taken).isNotDone();
    routes.taken(routes.table().get().version());
    assertThat(taken).isCompletedWithValue(true);
  }

  @Test
  void oneThatIsShownForNoNameIsNotWaitedFor() {
    custom.put("shop.test", AUTHORITY.leaf("shop.test").make());
    engine.add("shop").host("shop.test");
    look();

    assertThat(served.served(issue("shop.test"))).isCompletedWithValue(false);
  }

  @Test
  void oneThatExpiresGivesWayWithoutAnyEvent() {
    ServerCertificate own =
        TestChains.authority("Bought CA")
            .leaf("shop.test")
            .validUntil(Office.BEGIN.plusSeconds(600))
            .make();
    custom.put("shop.test", own);
    ServerCertificate other = issue("shop.test");
    engine.add("shop").host("shop.test");
    served.start();
    look();
    assertThat(mark("shop.test")).contains(new CertificateMark(own.id(), true));

    timer.pass(Duration.ofMinutes(5));
    assertThat(mark("shop.test")).contains(new CertificateMark(own.id(), true));
    timer.pass(Duration.ofMinutes(7));

    Eventually.holds(
        "the issued one is shown",
        () -> mark("shop.test").equals(Optional.of(new CertificateMark(other.id(), true))));
  }

  @Test
  void theLocalCaForgetsLeavesOfNamesThatAreGone() {
    local =
        Optional.of(
            new LocalAuthority(
                new InMemoryPemFiles(), new LocalAuthority.Settings(List.of(), "laptop"), timer));
    var shop = engine.add("shop").host("shop.test");
    look();
    String first = mark("shop.test").orElseThrow().id();

    shop.remove();
    look();
    served.update();
    engine.add("shop").host("shop.test");
    look();
    served.update();

    assertThat(mark("shop.test").orElseThrow().id()).isNotEqualTo(first);
  }

  private void look() {
    Projects projects = Projects.from(engine.list());
    served.projects(projects);
    routes.projects(projects);
  }

  private ServerCertificate issue(String name) {
    ServerCertificate certificate = AUTHORITY.leaf(name).make();
    issued.keep(name, certificate);
    return certificate;
  }

  private static ServerCertificate expired(String name) {
    return AUTHORITY.leaf(name).validUntil(Office.BEGIN.minusSeconds(60)).make();
  }

  private Optional<CertificateMark> mark(String name) {
    return Optional.ofNullable(routes.table().get().certificates().get(name));
  }
}
