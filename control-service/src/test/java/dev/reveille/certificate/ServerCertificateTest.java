package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCertificateTest {
  private static final TestChains.Authority AUTHORITY =
      TestChains.authority("Test CA").intermediate("Test R1").intermediate("Test R2");

  private final ServerCertificate shop =
      AUTHORITY.leaf("Shop.test", "*.shop.test", "192.0.2.7").make();

  @Test
  void putsAChainInOrder() {
    X509Certificate leaf = shop.chain().get(0);
    X509Certificate lower = shop.chain().get(1);
    X509Certificate upper = shop.chain().get(2);

    ServerCertificate mixed = ServerCertificate.of(List.of(leaf, upper, lower), shop.key());

    assertThat(mixed.chain()).containsExactly(leaf, lower, upper);
    assertThat(mixed.id()).isEqualTo(shop.id());
  }

  @Test
  void refusesACertificateThatIsNoPartOfTheChain() {
    X509Certificate foreign = TestChains.authority("Another CA").certificate();
    List<X509Certificate> chain = List.of(shop.leaf(), foreign);

    assertThatThrownBy(() -> ServerCertificate.of(chain, shop.key()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the certificate of \"CN=Another CA\" is no part of the chain");
  }

  @Test
  void refusesAKeyOfAnotherCertificateOrKind() {
    ServerCertificate sameKind = AUTHORITY.leaf("shop.test").make();
    ServerCertificate otherKind = AUTHORITY.leaf("shop.test").rsa().make();

    for (ServerCertificate other : List.of(sameKind, otherKind)) {
      assertThatThrownBy(() -> ServerCertificate.of(shop.chain(), other.key()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the key is not the certificate's");
    }
    assertThatThrownBy(() -> ServerCertificate.of(List.of(), shop.key()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("holds no certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "EC", "RSA"})
  void takesEveryKindOfKeyThatTlsHas(String algorithm) throws GeneralSecurityException {
    KeyPair keys = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    X509Certificate leaf =
        new CertificateDraft(
                "shop.test", keys.getPublic(), Office.BEGIN, Office.BEGIN.plusSeconds(600))
            .forServer(List.of("shop.test"))
            .signedBy(AUTHORITY.certificate(), AUTHORITY.keys().getPrivate());

    ServerCertificate certificate = ServerCertificate.of(List.of(leaf), keys.getPrivate());

    String pem = TestChains.pem(certificate);
    assertThat(ServerCertificate.of(pem, pem).id()).isEqualTo(certificate.id());
  }

  @Test
  void hasTheNamesOfItsSubjectAltNameInLowerCase() {
    assertThat(shop.names()).containsExactlyInAnyOrder("shop.test", "*.shop.test", "192.0.2.7");
  }

  @ParameterizedTest
  @CsvSource({
    "shop.test,     true",
    "a.shop.test,   true",
    "*.shop.test,   true",
    "192.0.2.7,     true",
    "a.b.shop.test, false",
    "*.a.shop.test, false",
    ".shop.test,    false",
    "othershop.test, false",
    "blog.test,     false",
    "*.test,        false",
    "test,          false",
    "*,             false"
  })
  void coversAsBrowsersSeeIt(String name, boolean isCovered) {
    assertThat(shop.covers(name)).isEqualTo(isCovered);
  }

  @Test
  void anotherOneOfTheSameNameHasAnotherId() {
    ServerCertificate renewed = AUTHORITY.leaf("shop.test", "*.shop.test", "192.0.2.7").make();

    assertThat(shop.id()).matches("[0-9a-f]{32}").isNotEqualTo(renewed.id());
    assertThat(ServerCertificate.of(shop.chainPem(), shop.keyPem()).id()).isEqualTo(shop.id());
    assertThat(ServerCertificate.of(List.of(shop.leaf()), shop.key()).id())
        .as("with another chain")
        .isNotEqualTo(shop.id());
  }

  @Test
  void itsTextDoesNotShowTheKey() {
    assertThat(shop.toString())
        .contains("shop.test", shop.serial())
        .doesNotContain(shop.keyPem())
        .doesNotContain("KEY");
  }

  @Test
  void isValidFromItsBeginUntilItsEnd() {
    ServerCertificate hour =
        AUTHORITY
            .leaf("shop.test")
            .validFrom(Office.BEGIN)
            .validUntil(Office.BEGIN.plusSeconds(3600))
            .make();

    assertThat(hour.isValidAt(Office.BEGIN.minusSeconds(1))).isFalse();
    assertThat(hour.isValidAt(Office.BEGIN)).isTrue();
    assertThat(hour.isValidAt(Office.BEGIN.plusSeconds(3599))).isTrue();
    assertThat(hour.isValidAt(Office.BEGIN.plusSeconds(3600))).isFalse();
  }
}
