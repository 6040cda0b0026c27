package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuedCertificatesTest {
  private final TestChains.Authority authority =
      TestChains.authority("Test CA").intermediate("Test R1");
  private final ServerCertificate first = authority.leaf("shop.test").make();
  private final ServerCertificate second = authority.leaf("shop.test").make();
  private final InMemoryPemFiles files = new InMemoryPemFiles();

  @Test
  void keepsLeafChainAndKeyInOneFile() {
    issued().keep("shop.test", first);

    assertThat(files.contents())
        .isEqualTo(Map.of("shop.test.pem", first.chainPem() + first.keyPem()));
    assertThat(files.read("shop.test.pem").orElseThrow())
        .containsSubsequence("BEGIN CERTIFICATE", "BEGIN CERTIFICATE", "BEGIN PRIVATE KEY");
  }

  @Test
  void findsAfterARestartWhatWasKept() {
    issued().keep("shop.test", first);

    assertThat(issued().find("shop.test").orElseThrow().id()).isEqualTo(first.id());
    assertThat(issued().find("blog.test")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "shop.test,           shop.test.pem",
    "*.shop.test,         _wildcard.shop.test.pem",
    "192.0.2.7,           192.0.2.7.pem",
    "2001:db8:0:0:0:0:0:1, 2001_db8_0_0_0_0_0_1.pem"
  })
  void namesFilesSoThatEveryDiskTakesThem(String name, String file) {
    issued().keep(name, authority.leaf(name).make());

    assertThat(files.names()).containsExactly(file);
    assertThat(issued().all().get()).containsOnlyKeys(name);
  }

  @Test
  void keepsTheLongestNameThatThereCanBe() {
    String label = "a23456789".repeat(7);
    String name = String.join(".", label, label, label, label.substring(0, 61));
    issued().keep(name, authority.leaf(name).make());
    issued().keep(name, authority.leaf(name).make());

    assertThat(name).hasSize(253);
    assertThat(files.names()).allSatisfy(file -> assertThat(file).hasSizeLessThan(200));
    assertThat(issued().all().get()).containsOnlyKeys(name);
  }

  @Test
  void oneOfSeveralNamesIsKeptUnderTheOneItIsFor() {
    issued().keep("*.shop.test", authority.leaf("shop.test", "*.shop.test").make());

    assertThat(issued().all().get()).containsOnlyKeys("*.shop.test");
  }

  @Test
  void refusesOneThatIsNotGoodForTheNameAndKeepsTheOld() {
    IssuedCertificates issued = issued();
    issued.keep("shop.test", first);

    assertThatThrownBy(() -> issued.keep("shop.test", authority.leaf("blog.test").make()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a certificate for [blog.test] is not good for shop.test");

    assertThat(issued.find("shop.test")).contains(first);
    assertThat(files.names()).containsExactly("shop.test.pem");
  }

  @Test
  void tellsOfEachChangeWithAllThereIs() {
    IssuedCertificates issued = issued();
    List<Map<String, ServerCertificate>> published = new ArrayList<>();
    issued.all().subscribe(published::add);

    issued.keep("shop.test", first);
    issued.keep("shop.test", second);
    issued.remove("shop.test");

    assertThat(published)
        .containsExactly(Map.of("shop.test", first), Map.of("shop.test", second), Map.of());
  }

  @Test
  void readsAgainWhatAnotherHasWritten() {
    IssuedCertificates issued = issued();
    issued.keep("shop.test", first);
    List<Map<String, ServerCertificate>> published = new ArrayList<>();
    issued.all().subscribe(published::add);

    IssuedCertificates another = issued();
    another.keep("shop.test", second);
    ServerCertificate blog = authority.leaf("blog.test").make();
    another.keep("blog.test", blog);
    files.write("damaged.test.pem", "not a certificate");
    issued.readAgain();

    assertThat(issued.find("shop.test").orElseThrow().id()).isEqualTo(second.id());
    assertThat(issued.find("blog.test").orElseThrow().id()).isEqualTo(blog.id());
    assertThat(published).hasSize(1);
    assertThat(issued.problems()).hasSize(1);
    files.remove("damaged.test.pem");
    files.remove("blog.test.pem");
    issued.readAgain();
    assertThat(issued.problems()).isEmpty();
    assertThat(issued.all().get()).containsOnlyKeys("shop.test");
  }

  @Test
  void readingAgainLosesNothingThatAFullDiskKeepsInMemory() {
    IssuedCertificates issued = issued();
    files.setFull(true);
    issued.keep("shop.test", first);

    issued.readAgain();

    assertThat(issued.find("shop.test").orElseThrow().id()).isEqualTo(first.id());
  }

  @Test
  void rollsBackToTheOneBefore() {
    IssuedCertificates issued = issued();
    issued.keep("shop.test", first);
    issued.keep("shop.test", second);

    assertThat(issued.rollBack("shop.test")).isTrue();

    assertThat(issued.find("shop.test").orElseThrow().id()).isEqualTo(first.id());
    assertThat(issued().find("shop.test").orElseThrow().id()).isEqualTo(first.id());
    assertThat(issued.rollBack("shop.test")).isFalse();
  }

  @Test
  void keepingTheSameAgainDoesNotCostTheOneBefore() {
    IssuedCertificates issued = issued();
    issued.keep("shop.test", first);
    issued.keep("shop.test", second);
    issued.keep("shop.test", second);

    assertThat(issued.rollBack("shop.test")).isTrue();
    assertThat(issued.find("shop.test").orElseThrow().id()).isEqualTo(first.id());
  }

  @Test
  void doesNotRollBackToWhatCannotBeRead() {
    IssuedCertificates issued = issued();
    issued.keep("shop.test", first);
    files.write("shop.test.previous.pem", "damaged");

    assertThat(issued.rollBack("shop.test")).isFalse();
    assertThat(issued.find("shop.test")).contains(first);
  }

  @Test
  void removesBothFiles() {
    IssuedCertificates issued = issued();
    issued.keep("shop.test", first);
    issued.keep("shop.test", second);

    assertThat(issued.remove("shop.test")).isTrue();
    assertThat(issued.remove("shop.test")).isFalse();

    assertThat(files.names()).isEmpty();
    assertThat(issued.find("shop.test")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "damaged", "-----BEGIN CERTIFICATE-----\nAAAA"})
  void leavesOutAndLeavesAloneWhatCannotBeRead(String content) {
    issued().keep("shop.test", first);
    files.write("blog.test.pem", content);

    IssuedCertificates issued = issued();

    assertThat(issued.all().get()).containsOnlyKeys("shop.test");
    assertThat(issued.problems()).singleElement().asString().startsWith("blog.test.pem ");
    assertThat(files.read("blog.test.pem")).contains(content);
  }

  @Test
  void leavesOutOneThatIsForAnotherNameThanItsFiles() {
    files.write("blog.test.pem", TestChains.pem(first));

    assertThat(issued().all().get()).isEmpty();
    assertThat(issued().problems())
        .containsExactly(
            "blog.test.pem holds one for [shop.test]; restore it from a backup, or remove it");
  }

  @Test
  void takesTheOneBeforeWhereTheNewestIsDamaged() {
    issued().keep("shop.test", first);
    issued().keep("shop.test", second);
    files.write("shop.test.pem", "damaged");

    IssuedCertificates issued = issued();

    assertThat(issued.find("shop.test").orElseThrow().id()).isEqualTo(first.id());
    assertThat(issued.problems()).hasSize(1);
  }

  @Test
  void doesNotLookAtOtherFiles() {
    files.write("ledger.json", "{\"format\":1}");

    assertThat(issued().problems()).isEmpty();
    assertThat(issued().all().get()).isEmpty();
  }

  @Test
  void goesOnFromMemoryWhileTheDiskIsFull() {
    IssuedCertificates issued = issued();
    issued.keep("shop.test", first);
    files.setFull(true);

    issued.keep("shop.test", second);

    assertThat(issued.find("shop.test")).contains(second);
    assertThat(issued.retryUnwritten()).isFalse();
    assertThat(issued().find("shop.test").orElseThrow().id()).isEqualTo(first.id());
  }

  @Test
  void writesWhatWaitedOnceThereIsRoom() {
    IssuedCertificates issued = issued();
    issued.keep("shop.test", first);
    files.setFull(true);
    issued.keep("shop.test", second);
    files.setFull(false);

    assertThat(issued.retryUnwritten()).isTrue();

    assertThat(files.read("shop.test.pem")).contains(TestChains.pem(second));
    assertThat(files.read("shop.test.previous.pem")).contains(TestChains.pem(first));
  }

  @Test
  void writesWhatWaitedWithTheNextOne() {
    IssuedCertificates issued = issued();
    files.setFull(true);
    issued.keep("shop.test", first);
    files.setFull(false);

    issued.keep("blog.test", authority.leaf("blog.test").make());

    assertThat(issued().all().get()).containsOnlyKeys("shop.test", "blog.test");
  }

  @Test
  void rollsBackAlsoWhatNeverReachedTheDisk() {
    IssuedCertificates issued = issued();
    files.setFull(true);
    issued.keep("shop.test", first);
    issued.keep("shop.test", second);

    assertThat(issued.rollBack("shop.test")).isTrue();

    assertThat(issued.find("shop.test").orElseThrow().id()).isEqualTo(first.id());
  }

  private IssuedCertificates issued() {
    return new IssuedCertificates(files);
  }
}
