package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.CertificateEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IssuanceLimitsTest {
  private static final String SHOP = "shop.example.com";

  private final Office office = new Office();

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void fiveHundredNewHostsNeverPassTheLimitOfTheirDomain() {
    office.limits(Limits.LETS_ENCRYPT);
    office.open(hosts(500)).pass(Duration.ofHours(12));

    assertThat(office.ca.orders()).hasSize(50);
    assertThat(inState(NameStatus.State.WAITING))
        .hasSize(450)
        .allSatisfy(
            it -> {
              assertThat(it.next()).contains("50 certificates of its registered domain");
              assertThat(it.nextAt().orElseThrow())
                  .isAfter(Office.BEGIN.plus(Duration.ofDays(6)))
                  .isBefore(Office.BEGIN.plus(Duration.ofDays(8)));
            });

    office.pass(Duration.ofDays(7));
    assertThat(office.ca.orders()).hasSize(100);
  }

  @Test
  void anotherDomainIsNotHeldUp() {
    office.limits(Limits.LETS_ENCRYPT);
    String[] names = hosts(60);
    names[59] = "shop.example.org";

    office.open(names).pass(Duration.ofHours(1));

    assertThat(office.ca.names()).hasSize(51).contains("shop.example.org");
  }

  @Test
  void noMoreThanTenOrdersInTenSeconds() {
    office.limits(new Limits(List.of(Limits.LETS_ENCRYPT.all().getFirst())));

    office.open(hosts(100)).pass(Duration.ofHours(1));

    List<Instant> times = office.ca.orders().stream().map(ScriptedIssuer.Placed::at).toList();
    assertThat(times).hasSize(100);
    for (int i = 10; i < times.size(); i++) {
      assertThat(Duration.between(times.get(i - 10), times.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    }
  }

  @Test
  void ordersThatACrashInterruptedAreCounted() {
    office.limits(Limits.LETS_ENCRYPT);
    for (int i = 0; i < 12; i++) {
      office.open(SHOP).pass(Duration.ofSeconds(2));
      office.crash();
      office.issued = new IssuedCertificates(new InMemoryPemFiles());
      office.pass(Duration.ofSeconds(20));
    }

    assertThat(office.ca.orders()).hasSize(5);
    office.open(SHOP).settle();
    assertThat(office.status(SHOP).next()).contains("5 certificates of this very name");
  }

  @Test
  void failuresBackOffAlsoAcrossRestarts() {
    office.ca.fails(SHOP, IssuanceFailed.Kind.REFUSED, Optional.empty());
    office.open(SHOP).pass(Duration.ofMinutes(11));
    assertThat(office.ordered(SHOP)).hasSize(5); // at 0, 1, 3, 5 and 10 minutes

    office.crash();
    office.open(SHOP).pass(Duration.ofMinutes(8));
    assertThat(office.ordered(SHOP)).hasSize(5);
    assertThat(office.status(SHOP).state()).isEqualTo(NameStatus.State.FAILED);
    assertThat(office.status(SHOP).lastError()).contains("scripted REFUSED");

    office.pass(Duration.ofMinutes(5));
    assertThat(office.ordered(SHOP)).hasSize(6);
  }

  @Test
  void afterASuccessFailuresAreForgotten() {
    office.ca.fails(SHOP, IssuanceFailed.Kind.REFUSED, Optional.empty());
    office.open(SHOP).pass(Duration.ofMinutes(4));
    office.ca.mend(SHOP);
    office.pass(Duration.ofMinutes(10));

    assertThat(office.status(SHOP).state()).isEqualTo(NameStatus.State.VALID);
    assertThat(office.status(SHOP).lastError()).isEmpty();
  }

  @Test
  void triesForAMonthAndThenDaily() {
    assertThat(IntStream.rangeClosed(1, 11).mapToObj(i -> Retries.delay(i, "x").toMinutes()))
        .zipSatisfy(
            List.of(1, 2, 2, 5, 10, 20, 30, 60, 120, 180, 360),
            (is, least) -> assertThat(is).isBetween((long) least, least * 11L / 10));
    assertThat(Retries.delay(100, "x").toHours()).isEqualTo(6);
    assertThat(Retries.delay(500, "x").toHours()).isBetween(24L, 26L);
  }

  @Test
  void obeysRetryAfter() {
    Instant later = Office.BEGIN.plus(Duration.ofHours(30));
    office.ca.fails(SHOP, IssuanceFailed.Kind.RATE_LIMITED, Optional.of(later));

    office.open(SHOP).pass(Duration.ofHours(29));
    assertThat(office.ca.orders()).hasSize(1);
    assertThat(office.status(SHOP).nextAt()).contains(later);

    office.crash();
    office.open(SHOP).pass(Duration.ofMinutes(30));
    assertThat(office.ca.orders()).hasSize(1);

    office.pass(Duration.ofHours(1));
    assertThat(office.ordered(SHOP)).contains(Duration.ofHours(30));
  }

  @Test
  void aRateLimitHoldsUpOthersOfTheSameDomain() {
    Instant later = Office.BEGIN.plus(Duration.ofHours(5));
    office.ca.fails(SHOP, IssuanceFailed.Kind.RATE_LIMITED, Optional.of(later));
    office.open(SHOP).settle();

    office.claim(SHOP, "blog.example.com", "shop.example.org");
    office.pass(Duration.ofHours(1));

    assertThat(office.ca.names()).containsExactlyInAnyOrder(SHOP, "shop.example.org");
  }

  @Test
  void aDeadCaIsTriedWithOneNameAtATime() {
    office.ca.goDown();
    office.open(hosts(500)).pass(Duration.ofMinutes(40));

    assertThat(office.ca.orders()).hasSizeBetween(5, 10);

    office.ca.comeBack();
    office.pass(Duration.ofHours(2));
    assertThat(office.ca.names().stream().distinct()).hasSize(500);
    assertThat(office.issued.all().get()).hasSize(500);
  }

  @Test
  void asksTheSecondCaAfterThreeFailuresInARow() {
    office.ca.fails(SHOP, IssuanceFailed.Kind.REFUSED, Optional.empty());

    office.withOtherCa().open(SHOP).pass(Duration.ofMinutes(30));

    assertThat(office.ca.orders()).hasSize(3);
    assertThat(office.otherCa.names()).containsExactly(SHOP);
    assertThat(office.status(SHOP).authority()).contains(office.otherCa.directory());
  }

  @Test
  void asksTheSecondCaWhenTheFirstStaysDown() {
    office.ca.goDown();

    office.withOtherCa().open(hosts(10)).pass(Duration.ofMinutes(30));

    assertThat(office.ca.orders().size()).isLessThan(6);
    assertThat(office.issued.all().get()).hasSize(10);
  }

  @Test
  void ordersNothingThatItCannotWriteDown() {
    office.files.setFull(true);
    office.open(SHOP).pass(Duration.ofSeconds(630)); // between two tries, a minute apart

    assertThat(office.ca.orders()).isEmpty();
    assertThat(office.status(SHOP).next()).contains("can't be written", "No space left");

    office.files.setFull(false);
    office.pass(Duration.ofMinutes(2));
    assertThat(office.ca.orders()).hasSize(1);
  }

  @Test
  void renewsWhatIsAboutToExpireEvenIfItCannotWriteThatDown() {
    office.ca.lifetime(Duration.ofDays(12));
    office.open(SHOP).settle();
    office.files.setFull(true);

    office.pass(Duration.ofDays(9));
    assertThat(office.ca.orders()).hasSize(1);
    office.pass(Duration.ofDays(2));
    assertThat(office.ca.orders()).hasSize(2);
  }

  @Test
  void aLedgerOfANewerFormatStopsOrdersAndIsKept() {
    office.files.write("ledger.json", "{\"format\": 2, \"anything\": true}");
    office.open(SHOP).pass(Duration.ofHours(1));

    assertThat(office.ca.orders()).isEmpty();
    assertThat(office.status(SHOP).next()).contains("format 2");
    assertThat(office.files.read("ledger.json").orElseThrow()).contains("anything");
  }

  @Test
  void aDamagedLedgerIsSetAsideAndTheCertificatesAreCounted() {
    office.limits(Limits.LETS_ENCRYPT);
    office.open(hosts(45)).pass(Duration.ofHours(1));
    office.crash();
    office.files.write("ledger.json", "{\"format\": 1, \"authorities\": nonsense");

    office.open(hosts(100)).pass(Duration.ofMinutes(55));
    assertThat(office.ca.orders()).hasSize(45);
    assertThat(office.files.read("ledger.json.damaged").orElseThrow()).contains("nonsense");

    office.pass(Duration.ofHours(3));
    assertThat(office.ca.orders()).hasSize(50);
  }

  @Test
  void aWaitIsToldOnce() {
    office.limits(Limits.LETS_ENCRYPT).open(hosts(60)).pass(Duration.ofHours(12));

    assertThat(office.events(Kind.WAITING)).hasSize(10);
  }

  private List<NameStatus> inState(NameStatus.State state) {
    return office.statuses().stream().filter(it -> it.state() == state).toList();
  }

  private static String[] hosts(int count) {
    return IntStream.range(0, count)
        .mapToObj("host-%d.example.com"::formatted)
        .toArray(String[]::new);
  }
}
