package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.CertificateEvent.Kind;
import dev.reveille.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IssuanceTest {
  private final Office office = new Office();

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void ordersBeforeAnyVisit() {
    office.open("shop.example.com", "blog.example.com").settle();

    assertThat(office.ca.names()).containsExactlyInAnyOrder("shop.example.com", "blog.example.com");
    assertThat(office.certificate("shop.example.com").names()).containsExactly("shop.example.com");
    assertThat(office.status("shop.example.com").state()).isEqualTo(NameStatus.State.VALID);
    assertThat(office.status("shop.example.com").authority()).contains(office.ca.directory());
    assertThat(office.events(Kind.ISSUED)).hasSize(2);
  }

  @Test
  void ordersAFewAtATimeAndEachNameOnce() {
    office.open(hosts(20)).pass(Duration.ofMinutes(5));

    assertThat(office.ca.names()).hasSize(20).doesNotHaveDuplicates();
    assertThat(office.ca.mostUnderWay()).isEqualTo(3);
  }

  @Test
  void ordersNothingThatIsNotAllowedAndSaysWhy() {
    office.open("shop.test", "shop.example.net").settle();

    assertThat(office.ca.orders()).isEmpty();
    assertThat(office.status("shop.test").state()).isEqualTo(NameStatus.State.NOT_ALLOWED);
    assertThat(office.status("shop.test").next()).contains(".test");
  }

  @Test
  void fiftyHandshakesShareOneOrder() {
    office.claimed.add("pr-1.example.com");
    office.open();

    List<CompletableFuture<Optional<ServerCertificate>>> answers =
        IntStream.range(0, 50)
            .mapToObj(_ -> office.issuance().onDemand("pr-1.example.com"))
            .toList();
    office.settle();

    assertThat(answers).allSatisfy(it -> assertThat(Eventually.get(it)).isPresent());
    assertThat(office.ca.orders()).hasSize(1);
  }

  @Test
  void aVisitorsOrderOvertakesOthers() {
    office.claimed.add("pr-1.example.com");
    office.open(hosts(30));
    office.pass(Duration.ofSeconds(1));

    var answer = office.issuance().onDemand("pr-1.example.com");
    office.pass(Duration.ofSeconds(11));

    assertThat(Eventually.get(answer)).isPresent();
  }

  @Test
  void remembersThatAHostGetsNone() {
    office.claimed.add("pr-1.example.com");
    office.ca.fails("pr-1.example.com", IssuanceFailed.Kind.NOT_VALIDATED, Optional.empty());
    office.open();

    var first = office.issuance().onDemand("pr-1.example.com");
    office.settle();
    var second = office.issuance().onDemand("pr-1.example.com");

    assertThat(Eventually.get(first)).isEmpty();
    assertThat(second).isCompletedWithValue(Optional.empty());
    assertThat(office.issuance().refusedUntil("pr-1.example.com")).isAfter(office.timer.instant());
    assertThat(office.ca.orders()).hasSize(1);
  }

  @Test
  void hostsThatNoLabelClaimsGetNone() {
    office.open("shop.example.com").settle();

    assertThat(office.issuance().onDemand("other.example.com"))
        .isCompletedWithValue(Optional.empty());
    assertThat(office.ca.names()).containsExactly("shop.example.com");
  }

  @Test
  void aWildcardIsUsedInsteadOfOneMore() {
    office.claimed.add("a.example.com");
    office.wildcards("example.com").open("*.example.com", "shop.example.com").settle();

    var answer = office.issuance().onDemand("a.example.com");

    assertThat(answer).isCompletedWithValue(Optional.of(office.certificate("*.example.com")));
    assertThat(office.ca.names()).containsExactly("*.example.com");
  }

  @Test
  void theFirstHostBelowAWildcardDomainOrdersTheWildcard() {
    office.wildcards("*.example.com").open("shop.example.com", "blog.example.com").settle();

    assertThat(office.ca.names()).containsExactly("*.example.com");
  }

  @Test
  void aNameThatDoesNotLeadHereCostsNoOrder() {
    office.faults.put("shop.example.com", "it leads to 192.0.2.1");
    office.open("shop.example.com").settle();

    assertThat(office.ca.orders()).isEmpty();
    assertThat(office.status("shop.example.com").state()).isEqualTo(NameStatus.State.WAITING);
    assertThat(office.status("shop.example.com").next()).contains("it leads to 192.0.2.1");

    office.pass(Duration.ofHours(10));
    assertThat(office.checks.get()).isBetween(12, 20);

    office.faults.clear();
    office.pass(Duration.ofHours(1));
    assertThat(office.ca.orders()).hasSize(1);
  }

  @Test
  void ordersNothingWithoutTheLockAndSaysSo() {
    office.holdsLock = false;
    office.open("shop.example.com").settle();

    assertThat(office.ca.orders()).isEmpty();
    assertThat(office.status("shop.example.com").next()).contains("lock");

    office.holdsLock = true;
    office.settle();
    assertThat(office.ca.orders()).hasSize(1);
  }

  @Test
  void aRestartOrdersNothingThatIsThere() {
    office.open("shop.example.com").settle();
    office.crash();
    office.open("shop.example.com").pass(Duration.ofDays(1));

    assertThat(office.ca.orders()).hasSize(1);
  }

  private static String[] hosts(int count) {
    return IntStream.range(0, count)
        .mapToObj("host-%d.example.com"::formatted)
        .toArray(String[]::new);
  }
}
