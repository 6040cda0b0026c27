package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CustomSetTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private final TestChains.Authority authority = TestChains.authority("Test CA");
  private final Map<String, ServerCertificate> files = new TreeMap<>();

  @Test
  void findsByFileNameWhateverTheCertificateIsFor() {
    ServerCertificate certificate = put("Mine", authority.leaf("shop.test"));

    assertThat(set().byFileName("mine")).contains(certificate);
    assertThat(set().byFileName("shop.test")).isEmpty();
  }

  @Test
  void findsByANameOfTheCertificateWhateverItsFileIsNamed() {
    ServerCertificate certificate = put("mine", authority.leaf("shop.test", "blog.test"));

    assertThat(set().forName("blog.test", NOW)).contains(certificate);
    assertThat(set().forName("other.test", NOW)).isEmpty();
  }

  @Test
  void aFilesNameAloneIsNotEnough() {
    put("shop.test", authority.leaf("blog.test"));

    assertThat(set().forName("shop.test", NOW)).isEmpty();
    assertThat(set().forName("a.shop.test", NOW)).isEmpty();
  }

  @Test
  void theFileWithTheHostsNameGoesBeforeOthersForTheHost() {
    put("aaa", authority.leaf("a.shop.test").validUntil(NOW.plus(Duration.ofDays(900))));
    ServerCertificate named =
        put("a.shop.test", authority.leaf("*.shop.test").validUntil(NOW.plus(Duration.ofDays(9))));

    assertThat(set().forName("a.shop.test", NOW)).contains(named);
  }

  @Test
  void theExactHostGoesBeforeAWildcard() {
    put("shop.test", authority.leaf("*.shop.test"));
    ServerCertificate exact = put("mine", authority.leaf("a.shop.test"));

    assertThat(set().forName("a.shop.test", NOW)).contains(exact);
  }

  @Test
  void theLongestParentsFileGoesBeforeOtherWildcards() {
    put("aaa", authority.leaf("*.a.shop.test"));
    put("shop.test", authority.leaf("*.a.shop.test"));
    ServerCertificate longest = put("a.shop.test", authority.leaf("*.a.shop.test"));

    assertThat(set().forName("b.a.shop.test", NOW)).contains(longest);
  }

  @Test
  void theLongestLastingGoesFirstAmongEquals() {
    put("aaa", authority.leaf("shop.test").validUntil(NOW.plus(Duration.ofDays(30))));
    ServerCertificate longer =
        put("bbb", authority.leaf("shop.test").validUntil(NOW.plus(Duration.ofDays(60))));

    assertThat(set().forName("shop.test", NOW)).contains(longer);
  }

  @Test
  void aValidWildcardGoesBeforeAnExpiredExactOne() {
    ServerCertificate expired =
        put("a.shop.test", authority.leaf("a.shop.test").validUntil(NOW.minusSeconds(1)));
    assertThat(set().forName("a.shop.test", NOW)).contains(expired);

    ServerCertificate valid = put("shop.test", authority.leaf("*.shop.test"));

    assertThat(set().forName("a.shop.test", NOW)).contains(valid);
  }

  @Test
  void aWildcardIsFoundForItselfAndOnlyOneLabelBelow() {
    ServerCertificate wildcard = put("mine", authority.leaf("*.shop.test"));

    assertThat(set().forName("*.shop.test", NOW)).contains(wildcard);
    assertThat(set().forName("shop.test", NOW)).isEmpty();
    assertThat(set().forName("b.a.shop.test", NOW)).isEmpty();
  }

  private ServerCertificate put(String fileName, TestChains.Leaf leaf) {
    ServerCertificate certificate = leaf.make();
    files.put(fileName, certificate);
    return certificate;
  }

  private CustomSet set() {
    return CustomSet.of(files);
  }
}
