package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAuthorityTest {
  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
  private static final Instant END = START.plus(Duration.ofDays(3653));

  private final InMemoryPemFiles files = new InMemoryPemFiles();
  private Instant now = START;

  @Test
  void makesARootThatMaySignLeavesAndNothingElse() {
    X509Certificate root = root(authority());

    assertThat(root.getSubjectX500Principal().getName())
        .isEqualTo("CN=Reveille local CA laptop 2026-01-31");
    assertThat(root.getBasicConstraints()).isZero();
    assertThat(root.getKeyUsage())
        .containsExactly(false, false, false, false, false, true, true, false, false);
    assertThat(root.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
    assertThat(((ECPublicKey) root.getPublicKey()).getParams().getOrder().bitLength())
        .isEqualTo(256);
    assertThat(root.getNotAfter().toInstant())
        .isBetween(START.plus(Duration.ofDays(3650)), START.plus(Duration.ofDays(3654)));
  }

  @Test
  void theRootIsKept() {
    String first = authority().rootPem();

    assertThat(authority().rootPem()).isEqualTo(first);
    assertThat(files.contents()).containsOnlyKeys("root.crt", "root.key");
    assertThat(first).doesNotContain("PRIVATE");
  }

  @Test
  void theRootsCertificateIsWrittenLastSoThatNobodyTrustsOneWithoutKey() {
    authority();

    assertThat(files.changes())
        .containsExactly("remove root.crt", "write root.key", "write root.crt");
  }

  @Test
  void aKeyThatACrashLeftAloneIsReplaced() {
    authority();
    files.remove("root.crt");

    assertThat(authority().leafFor("shop.test")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "damaged", "-----BEGIN CERTIFICATE-----\nAAAA"})
  void aDamagedRootIsLeftToThePeopleWhoTrustedIt(String content) {
    authority();
    Map<String, String> before = damaged("root.crt", content);

    assertThatThrownBy(this::authority)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot use the local CA's root")
        .hasMessageContaining("restore both from a backup, or remove both");
    assertThat(files.contents()).isEqualTo(before);
  }

  @Test
  void aKeyOfAnotherRootIsAnErrorToo() {
    authority();
    String other = Pem.text(CertificateDraft.newKeys().getPrivate());
    Map<String, String> before = damaged("root.key", other);

    assertThatThrownBy(this::authority)
        .hasMessageContaining("the key is not the certificate's")
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(files.contents()).isEqualTo(before);
  }

  @Test
  void aRootWithoutKeyIsAnErrorToo() {
    authority();
    files.remove("root.key");

    assertThatThrownBy(this::authority).hasMessageContaining("the key is missing");
  }

  @Test
  void aLeafIsNoRoot() {
    ServerCertificate leaf = TestChains.selfSigned("shop.test");
    files.write("root.crt", leaf.chainPem());
    files.write("root.key", leaf.keyPem());

    assertThatThrownBy(this::authority).hasMessageContaining("is no authority's");
  }

  @Test
  void aRootWithLessThan30DaysLeftIsMadeAnew() {
    String first = authority().rootPem();
    now = START.plus(Duration.ofDays(3630));

    assertThat(authority().rootPem()).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.docksal.site",
        "*.docksal.site",
        "localhost",
        "192.0.2.7",
        "0:0:0:0:0:0:0:1"
      })
  void aLeafIsForItsNameAloneAndServersOnly(String name) throws Exception {
    ServerCertificate leaf = authority().leafFor(name).orElseThrow();

    assertThat(leaf.names()).containsExactly(name);
    assertThat(leaf.covers(name)).isTrue();
    assertThat(leaf.leaf().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(leaf.leaf().getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.leaf().getNonCriticalExtensionOIDs()).contains("2.5.29.14", "2.5.29.35");
    assertThat(Duration.between(leaf.notBefore(), leaf.notAfter())).isEqualTo(Duration.ofDays(397));
    validate(leaf, root(authority()));
  }

  @Test
  void aLeafHasAKeyOfItsOwnAndIsTheSameAtEveryCall() {
    LocalAuthority authority = authority();
    ServerCertificate shop = authority.leafFor("shop.test").orElseThrow();

    assertThat(authority.leafFor("shop.test")).contains(shop);
    assertThat(authority.leafFor("blog.test").orElseThrow().key()).isNotEqualTo(shop.key());
  }

  @Test
  void aWildcardThatIsThereIsUsedForWhatItCovers() {
    LocalAuthority authority = authority();
    ServerCertificate wildcard = authority.leafFor("*.shop.test").orElseThrow();

    assertThat(authority.leafFor("a.shop.test")).contains(wildcard);
    assertThat(authority.leafFor("shop.test").orElseThrow()).isNotEqualTo(wildcard);
  }

  @Test
  void aLeafIsRenewedWithAThirdOfItsTimeLeft() {
    LocalAuthority authority = authority();
    ServerCertificate first = authority.leafFor("shop.test").orElseThrow();

    now = START.plus(Duration.ofDays(264));
    assertThat(authority.leafFor("shop.test")).contains(first);
    now = START.plus(Duration.ofDays(265));
    ServerCertificate second = authority.leafFor("shop.test").orElseThrow();

    assertThat(second.serial()).isNotEqualTo(first.serial());
    assertThat(second.isValidAt(now.plus(Duration.ofDays(390)))).isTrue();
  }

  @Test
  void noLeafOutlivesTheRoot() {
    authority();
    now = START.plus(Duration.ofDays(3600));
    LocalAuthority authority = authority();

    assertThat(authority.leafFor("shop.test").orElseThrow().notAfter())
        .isEqualTo(root(authority).getNotAfter().toInstant());
  }

  @Test
  void forgetsWhatIsNoLongerKnown() {
    LocalAuthority authority = authority();
    ServerCertificate shop = authority.leafFor("shop.test").orElseThrow();
    ServerCertificate blog = authority.leafFor("blog.test").orElseThrow();

    authority.retain(Set.of("shop.test"));

    assertThat(authority.leafFor("shop.test")).contains(shop);
    assertThat(authority.leafFor("blog.test").orElseThrow()).isNotEqualTo(blog);
  }

  @ParameterizedTest
  @CsvSource({
    "docksal.site,     true",
    "a.docksal.site,   true",
    "*.docksal.site,   true",
    "b.a.docksal.site, true",
    "docksal.site.evil.test, false",
    "xdocksal.site,    false",
    "*.site,           false",
    "example.com,      false",
    "192.0.2.7,        false"
  })
  void hasLeavesOnlyForTheDomainsItIsLimitedTo(String name, boolean isAllowed) {
    assertThat(authority("docksal.site").leafFor(name).isPresent()).isEqualTo(isAllowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "", "shop.*", "~^pr-[0-9]+$", "a b", "a..b", "*.*.test", "Shop.test"})
  void hasNoLeafForWhatNoCertificateCanHave(String name) {
    assertThat(authority().leafFor(name)).isEmpty();
  }

  @Test
  void aLimitIsInTheRootItselfSoThatAStolenKeyIsOfLittleUse() throws Exception {
    LocalAuthority authority = authority("docksal.site", "test");
    X509Certificate root = root(authority);
    LocalRoot stolen =
        new LocalRoot(root, Pem.privateKey(files.read("root.key").orElseThrow()), List.of());

    assertThat(root.getCriticalExtensionOIDs()).contains("2.5.29.30");
    validate(authority.leafFor("shop.docksal.site").orElseThrow(), root);
    validate(authority.leafFor("*.docksal.site").orElseThrow(), root);
    validate(authority.leafFor("shop.test").orElseThrow(), root);
    for (String name : List.of("bank.example.com", "192.0.2.7", "::1")) {
      assertThatThrownBy(() -> validate(signedBy(stolen, name), root))
          .isInstanceOf(CertPathValidatorException.class);
    }
  }

  @Test
  void aRootMadeForFewerDomainsHasNoLeavesForOthers() {
    authority("docksal.site");

    LocalAuthority wider = authority("docksal.site", "shop.test");

    assertThat(wider.leafFor("a.docksal.site")).isPresent();
    assertThat(wider.leafFor("shop.test")).isEmpty();
  }

  @Test
  void fewerDomainsThanTheRootsAreObeyed() {
    authority();

    assertThat(authority("docksal.site").leafFor("shop.test")).isEmpty();
  }

  private LocalAuthority authority(String... domains) {
    return new LocalAuthority(
        files, new LocalAuthority.Settings(List.of(domains), "laptop"), () -> now);
  }

  private Map<String, String> damaged(String name, String content) {
    files.write(name, content);
    return files.contents();
  }

  private static X509Certificate root(LocalAuthority authority) {
    return Pem.certificates(authority.rootPem()).getFirst();
  }

  private ServerCertificate signedBy(LocalRoot root, String name) {
    var keys = CertificateDraft.newKeys();
    X509Certificate leaf =
        new CertificateDraft(name, keys.getPublic(), START, START.plus(Duration.ofDays(1)))
            .forServer(List.of(name))
            .signedBy(root.certificate(), root.key());
    return ServerCertificate.of(List.of(leaf), keys.getPrivate());
  }

  /** The JDK obeys no limits of the one it trusts, so that the root stands below another here. */
  private void validate(ServerCertificate leaf, X509Certificate root) throws Exception {
    TestChains.Authority trusted = TestChains.authority("Test CA");
    X509Certificate below =
        new CertificateDraft("Reveille local CA laptop 2026-01-31", root.getPublicKey(), START, END)
            .forAuthority(0, LocalRoot.domains(root))
            .signedBy(trusted.certificate(), trusted.keys().getPrivate());
    CertPath path =
        CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf.leaf(), below));
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(trusted.certificate(), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }
}
