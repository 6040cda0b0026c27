package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.CertificateEvent.Kind;
import dev.reveille.certificate.CertificateIssuer.RenewalWindow;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RenewalTest {
  private static final String SHOP = "shop.example.com";

  private final Office office = new Office();

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void renewsWithAThirdOfTheLifetimeLeft() {
    office.open(SHOP).pass(Duration.ofDays(65));

    assertThat(office.ordered(SHOP)).hasSize(2);
    assertThat(office.ordered(SHOP).getLast())
        .isBetween(Duration.ofDays(57), Duration.ofDays(60).plusMinutes(5));
    assertThat(office.events(Kind.RENEWED)).hasSize(1);
  }

  @Test
  void renewsSixDayCertificatesWithHalfOfThemLeft() {
    office.ca.lifetime(Duration.ofHours(160));
    office.open(SHOP).pass(Duration.ofHours(81));

    assertThat(office.ordered(SHOP)).hasSize(2);
    assertThat(office.ordered(SHOP).getLast())
        .isBetween(Duration.ofHours(74), Duration.ofHours(81));
  }

  @Test
  void renewsCertificatesOfMinutes() {
    office.ca.lifetime(Duration.ofMinutes(5));
    office.open(SHOP).pass(Duration.ofHours(1));

    assertThat(office.ca.orders()).hasSizeBetween(20, 27);
    assertThat(office.certificate(SHOP).isValidAt(office.timer.instant())).isTrue();
  }

  @Test
  void renewsWhenTheCaSuggestsAndSaysWhatIsReplaced() {
    office.ca.suggests(leaf -> window(leaf, 20, 21));
    office.limits(Limits.LETS_ENCRYPT).open(SHOP).settle();
    X509Certificate first = office.certificate(SHOP).leaf();
    office.pass(Duration.ofDays(22));

    assertThat(office.ca.orders()).hasSize(2);
    assertThat(office.ordered(SHOP).getLast()).isBetween(Duration.ofDays(20), Duration.ofDays(21));
    assertThat(office.ca.orders().getLast().replaces()).contains(first);
  }

  @Test
  void aRestartDoesNotChooseAnotherMoment() {
    office.ca.suggests(leaf -> window(leaf, 20, 40));
    office.open(SHOP).pass(Duration.ofDays(1));
    Optional<Instant> before = office.status(SHOP).nextAt();
    office.crash();
    office.open(SHOP).pass(Duration.ofDays(1));

    assertThat(office.status(SHOP).nextAt()).isEqualTo(before);
  }

  @Test
  void renewsAtOnceWhenTheCaWantsItAtOnce() {
    office.open(SHOP).pass(Duration.ofDays(1));
    office.ca.suggests(leaf -> window(leaf, -2, -1));
    office.pass(Duration.ofHours(13));

    assertThat(office.ordered(SHOP).get(1))
        .isBetween(Duration.ofDays(1), Duration.ofHours(24 + 13));
  }

  @Test
  void asksTheCaAtLeastTwiceADay() {
    office.ca.suggests(leaf -> window(leaf, 60, 61));
    office.open(SHOP).pass(Duration.ofDays(10));

    assertThat(office.ca.asked()).isBetween(20, 22);
  }

  @Test
  void withoutAnAnswerTheLifetimeDecides() {
    office.open(SHOP).settle();
    office.ca.goDown();
    office.pass(Duration.ofDays(56));
    office.ca.comeBack();
    office.pass(Duration.ofDays(5));

    assertThat(office.ca.orders()).hasSize(2);
    assertThat(office.ca.asked()).isGreaterThan(100);
  }

  @Test
  void renewalsThatTheCaSuggestedDoNotCount() {
    office.ca.suggests(leaf -> window(leaf, 1, 1));
    office.limits(Limits.LETS_ENCRYPT).open(SHOP).pass(Duration.ofDays(10));

    assertThat(office.ca.orders().size()).isGreaterThan(8);
  }

  @Test
  void whatNobodyClaimsIsLeftToExpireAndSaidSo() {
    office.open(SHOP, "blog.example.com").settle();
    office.claim("blog.example.com");
    office.pass(Duration.ofDays(100));

    assertThat(office.ca.orders(SHOP)).hasSize(1);
    assertThat(office.ca.orders("blog.example.com")).hasSize(2);
    assertThat(office.status(SHOP).state()).isEqualTo(NameStatus.State.UNCLAIMED);
    assertThat(office.events(Kind.UNCLAIMED)).hasSize(1);
    assertThat(office.events(Kind.EXPIRING)).isEmpty();
  }

  @Test
  void hostsBelowPatternsAreRenewedToo() {
    office.claimed.add("pr-1.example.com");
    office.open();
    var _ = office.issuance().onDemand("pr-1.example.com");
    office.pass(Duration.ofDays(65));

    assertThat(office.ca.orders()).hasSize(2);
  }

  @Test
  void theOldOneServesUntilTheNewOneIsThere() {
    office.open(SHOP).settle();
    ServerCertificate first = office.certificate(SHOP);
    office.ca.fails(SHOP, IssuanceFailed.Kind.NOT_VALIDATED, Optional.empty());
    office.pass(Duration.ofDays(70));

    assertThat(office.certificate(SHOP)).isEqualTo(first);
    assertThat(office.status(SHOP).state()).isEqualTo(NameStatus.State.FAILED);
  }

  @Test
  void warnsOnceADayOfWhatIsNotRenewed() {
    office.open(SHOP).settle();
    office.ca.goDown();
    office.pass(Duration.ofDays(74));
    assertThat(office.events(Kind.EXPIRING)).isEmpty();

    office.pass(Duration.ofDays(4));
    assertThat(office.events(Kind.EXPIRING)).hasSizeBetween(3, 4);
  }

  @Test
  void aCertificateThatIsNotValidReplacesNothing() {
    office.open(SHOP).settle();
    ServerCertificate first = office.certificate(SHOP);
    office.ca.lifetime(Duration.ZERO);
    office.pass(Duration.ofDays(62));

    assertThat(office.certificate(SHOP)).isEqualTo(first);
    assertThat(office.status(SHOP).lastError().orElseThrow()).contains("it is valid from");
  }

  private RenewalWindow window(X509Certificate leaf, int firstDay, int lastDay) {
    Instant from = leaf.getNotBefore().toInstant();
    return new RenewalWindow(
        from.plus(Duration.ofDays(firstDay)),
        from.plus(Duration.ofDays(lastDay)),
        office.timer.instant().plus(Duration.ofDays(3)),
        Optional.empty());
  }
}
