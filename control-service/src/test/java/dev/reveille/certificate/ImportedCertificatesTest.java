package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ImportedCertificatesTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final TestChains.Authority AUTHORITY = TestChains.authority("Own CA");

  private final InMemoryPemFiles folder = new InMemoryPemFiles();
  private final ImportedCertificates imported = open();

  @Test
  void keepsWhatIsGoodAndFindsItAfterARestart() {
    ServerCertificate shop = AUTHORITY.leaf("shop.test").make();
    ServerCertificate wild = AUTHORITY.leaf("*.shop.test").make();

    keep("shop.test", shop);
    keep("*.shop.test", wild);

    assertThat(imported.find("shop.test").orElseThrow().id()).isEqualTo(shop.id());
    assertThat(folder.names()).containsExactly("_wildcard.shop.test.pem", "shop.test.pem");
    ImportedCertificates again = open();
    assertThat(again.find("shop.test").orElseThrow().id()).isEqualTo(shop.id());
    assertThat(again.find("*.shop.test").orElseThrow().id()).isEqualTo(wild.id());
    assertThat(again.problems()).isEmpty();
  }

  @Test
  void refusesOneForOtherNames() {
    assertThatThrownBy(() -> keep("blog.test", AUTHORITY.leaf("shop.test").make()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it is for shop.test and not for blog.test");
    assertThat(folder.names()).isEmpty();
  }

  @Test
  void refusesOneThatIsNotValidNow() {
    ServerCertificate old =
        AUTHORITY.leaf("shop.test").validUntil(NOW.minus(Duration.ofDays(1))).make();

    assertThatThrownBy(() -> keep("shop.test", old)).hasMessageContaining("which is not now");
    assertThat(imported.find("shop.test")).isEmpty();
  }

  @Test
  void refusesAKeyOfAnother() {
    ServerCertificate shop = AUTHORITY.leaf("shop.test").make();
    String other = AUTHORITY.leaf("shop.test").make().keyPem();

    assertThatThrownBy(() -> imported.keep("shop.test", shop.chainPem(), other))
        .hasMessageContaining("key is not the certificate's");
    assertThatThrownBy(() -> imported.keep("shop.test", "nothing", other))
        .hasMessageContaining("holds no certificate");
  }

  @Test
  void removesTheKeyToo() {
    keep("shop.test", AUTHORITY.leaf("shop.test").make());

    assertThat(imported.remove("shop.test")).isTrue();
    assertThat(imported.remove("shop.test")).isFalse();
    assertThat(folder.names()).isEmpty();
    assertThat(imported.find("shop.test")).isEmpty();
  }

  @Test
  void tellsOfWhatExpiresAndOfWhatCanNotBeRead() {
    keep("shop.test", AUTHORITY.leaf("shop.test").validUntil(NOW.plus(Duration.ofDays(3))).make());
    folder.write("broken.pem", "nonsense");

    assertThat(open().problems())
        .anySatisfy(
            it -> assertThat(it).startsWith("imported certificate \"shop.test\" expires at"))
        .anySatisfy(
            it -> assertThat(it).startsWith("imported certificate broken.pem can't be used"))
        .hasSize(2);
  }

  private void keep(String name, ServerCertificate certificate) {
    imported.keep(name, certificate.chainPem(), certificate.keyPem());
  }

  private ImportedCertificates open() {
    return new ImportedCertificates(folder, InstantSource.fixed(NOW));
  }
}
