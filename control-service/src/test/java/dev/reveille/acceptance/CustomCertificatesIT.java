package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import dev.reveille.concurrent.Timer;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.NewContainer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates that an administrator copies into {@code CERTS_DIR} while everything runs. */
class CustomCertificatesIT {
  @RegisterExtension static final CertificateFolder certificates = new CertificateFolder();

  @RegisterExtension
  static final Installation reveille = Installation.with("CERTS_DIR", certificates.path());

  private static final TestChains.Authority root = TestChains.authority("Test CA");
  private static final TestChains.Authority authority = root.intermediate("Test R1");

  @Test
  void customCertificateByHostForAStandaloneContainer() {
    String container = reveille.site("single").create();
    String host = reveille.siteHost("single");
    ServerCertificate own = put(host, host);

    awaitShown(host, own);
    assertThat(Containers.status(container)).isEqualTo("created");
    HttpResponse<String> answer = visit(host);
    assertThat(answer.body()).isEqualTo("single\n");
    assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
  }

  @Test
  void customCertificateByHostForAStack() {
    ComposeProject shop = reveille.compose("stack");
    String db = shop.service("db", "").create();
    shop.web("db:service_started:false").env("NAME", "stack").create();
    ServerCertificate own = put(shop.host(), shop.host());

    awaitShown(shop.host(), own);
    assertThat(Containers.status(db)).isEqualTo("created");
    assertThat(visit(shop.host()).body()).isEqualTo("stack\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reveille.cert", "io.docksal.cert-name"})
  void customCertificateByNameForAStandaloneContainer(String label) {
    String name = "named-" + label.replace('.', '-');
    String host = reveille.host(name);
    ServerCertificate byHost = put(host, host);
    ServerCertificate byName = put(name, host);
    reveille.site(name).label(label, name).create();

    awaitShown(host, byName);
    assertThat(byName).isNotEqualTo(byHost);
    assertThat(visit(host).body()).isEqualTo(name + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reveille.cert", "io.docksal.cert-name"})
  void customCertificateByNameForAStack(String label) {
    ComposeProject shop = reveille.compose("stack-" + label.replace('.', '-'));
    ServerCertificate byName = put(shop.name(), shop.host());
    shop.service("db", "").create();
    shop.web("db:service_started:false").label(label, shop.name()).env("NAME", "a stack").create();

    awaitShown(shop.host(), byName);
    assertThat(visit(shop.host()).body()).isEqualTo("a stack\n");
  }

  @Test
  void theLabelsNameCountsThoughTheCertificateIsForAnotherHost() {
    String host = reveille.host("strange");
    ServerCertificate strange = put("strange", "elsewhere.test");
    put(host, host);
    reveille.site("strange").label("reveille.cert", "strange").create();

    awaitShown(host, strange);
    awaitProblem("certificate \"strange\" is for [elsewhere.test] and not for " + host);
  }

  @Test
  void aLabelThatSaysNoneOrNamesNothingLeavesItToTheHost() {
    ServerCertificate none = put(reveille.host("none"), reveille.host("none"));
    ServerCertificate nothing = put(reveille.host("nothing"), reveille.host("nothing"));
    put("none", reveille.host("none"));
    reveille.site("none").label("reveille.cert", "none").create();
    reveille.site("nothing").label("reveille.cert", "never-copied").create();

    awaitShown(reveille.host("none"), none);
    awaitShown(reveille.host("nothing"), nothing);
    awaitProblem("there is no certificate \"never-copied\"");
  }

  @Test
  void aWildcardServesHostsOfProjectsAndPatterns() {
    String parent = reveille.sandbox().unique("wild.test");
    labelled("below", "a." + parent).create();
    labelled("pattern", "*." + parent).create();
    ServerCertificate wildcard = put("any-name", "*." + parent);

    awaitShown("a." + parent, wildcard);
    awaitShown("anything." + parent, wildcard);
  }

  @Test
  void aCertificateNamedAfterTheParentGoesBeforeOtherWildcards() {
    String parent = reveille.sandbox().unique("parent.test");
    labelled("child", "b." + parent).create();
    ServerCertificate other =
        authority.leaf("*." + parent).validUntil(Instant.parse("2041-01-01T00:00:00Z")).make();
    certificates.put("lasts-longer", other);
    awaitShown("b." + parent, other);

    awaitShown("b." + parent, put(parent, "*." + parent, parent));
  }

  @Test
  void aRenewedPairIsShownWithoutAReload() {
    reveille.site("renewed").create();
    String host = reveille.siteHost("renewed");
    awaitShown(host, put(host, host));
    List<Long> workers = workers();

    for (int renewal = 0; renewal < 3; renewal++) {
      awaitShown(host, put(host, host));
    }

    assertThat(workers()).isEqualTo(workers).isNotEmpty();
  }

  @Test
  void aHalfCopiedPairIsIgnoredUntilItsHalvesMatch() {
    reveille.site("half").create();
    String host = reveille.siteHost("half");
    ServerCertificate old = put(host, host);
    awaitShown(host, old);
    ServerCertificate next = authority.leaf(host).make();

    certificates.putChain(host, next);
    awaitProblem("the key is not the certificate's; the one before it stays in use");
    assertThat(Handshake.with(reveille.proxy(), host).chain()).isEqualTo(old.chain());
    certificates.putKey(host, next);

    awaitShown(host, next);
  }

  @Test
  void readsWhatCertbotLeaves() {
    reveille.site("certbot").create();
    String host = reveille.siteHost("certbot");
    ServerCertificate first = authority.leaf(host).make();
    certificates.putAsCertbot(host, 1, first);
    awaitShown(host, first);

    ServerCertificate second = authority.leaf(host).make();
    certificates.putAsCertbot(host, 2, second);

    awaitShown(host, second);
  }

  @Test
  void anExpiredOneIsUsedLastAndReported() {
    String parent = reveille.sandbox().unique("late.test");
    String host = "shop." + parent;
    labelled("late", host).create();
    ServerCertificate expired =
        authority.leaf(host).validUntil(Instant.parse("2025-06-01T00:00:00Z")).make();

    certificates.put(host, expired);
    awaitShown(host, expired);
    awaitProblem(
        "certificate \"%s\" expired at 2025-06-01T00:00:00Z and is used last".formatted(host));

    awaitShown(host, put(parent, "*." + parent));
  }

  @Test
  void oneThatWillExpireSoonIsReported() {
    certificates.put(
        "soon",
        authority
            .leaf("soon.test")
            .validUntil(Timer.system().instant().plus(Duration.ofDays(3)))
            .make());

    awaitProblem("certificate \"soon\" expires at ");
  }

  @Test
  void aRemovedOneMakesWayForTheNextBest() {
    String parent = reveille.sandbox().unique("removed.test");
    labelled("removed", "shop." + parent).create();
    ServerCertificate wildcard = put(parent, "*." + parent);
    awaitShown("shop." + parent, put("shop." + parent, "shop." + parent));

    certificates.remove("shop." + parent);

    awaitShown("shop." + parent, wildcard);
  }

  private static NewContainer labelled(String name, String host) {
    return reveille.sandbox().container(name).label("reveille.host", host);
  }

  private static ServerCertificate put(String file, String... names) {
    ServerCertificate certificate = authority.leaf(names).make();
    certificates.put(file, certificate);
    return certificate;
  }

  private static void awaitShown(String host, ServerCertificate certificate) {
    Handshake.awaits(reveille.proxy(), host, certificate);
  }

  private static void awaitProblem(String text) {
    Eventually.passes(
        () ->
            assertThat(reveille.admin().get("/v1/certificates").path("problems").toString())
                .contains(text.replace("\"", "\\\"")));
  }

  /** By a client that trusts the authority's root and checks the host's name. */
  private static HttpResponse<String> visit(String host) {
    try (Visitor visitor = Visitor.trusting(reveille.proxy(), root.pem())) {
      return visitor.send(visitor.secureRequest(host, "/"));
    }
  }

  private static List<Long> workers() {
    return reveille.proxy().gateway().children().map(ProcessHandle::pid).sorted().toList();
  }
}
