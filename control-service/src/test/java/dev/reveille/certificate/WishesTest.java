package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.CertificateEvent.Kind;
import dev.reveille.certificate.RenewAnswer.Refused;
import dev.reveille.certificate.RenewAnswer.Started;
import dev.reveille.certificate.RenewalJob.State;
import dev.reveille.certificate.RenewalJob.Step;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What administrators ask for. */
class WishesTest {
  private static final String SHOP = "shop.example.com";

  private final Office office = new Office();

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void renewsNowAndEndsWhenTheGatewayServesIt() {
    office.open(SHOP).settle();
    String first = office.certificate(SHOP).serial();

    RenewalJob job = started(false);
    office.settle();

    String second = office.certificate(SHOP).serial();
    assertThat(second).isNotEqualTo(first);
    assertThat(job.progress().get().state()).isEqualTo(State.DONE);
    assertThat(job.progress().get().steps())
        .extracting(Step::text)
        .containsExactly(
            "checking the CA's limits",
            "ordering from https://ca.example/directory",
            "proving shop.example.com",
            "stored",
            "waiting until the gateway serves serial " + second,
            "the gateway serves serial " + second);
    assertThat(office.issuance().job(job.id())).contains(job);
  }

  @Test
  void failsWhenNoGatewayTakesIt() {
    office.open(SHOP).settle();
    office.isGatewayThere = false;

    RenewalJob job = started(false);
    office.pass(Duration.ofSeconds(20));
    assertThat(job.progress().get().state()).isEqualTo(State.RUNNING);
    office.pass(Duration.ofSeconds(30));

    assertThat(job.progress().get().state()).isEqualTo(State.FAILED);
    assertThat(job.progress().get().steps().getLast().text())
        .isEqualTo("issued and stored, but no gateway has taken it");
    assertThat(office.ca.orders()).hasSize(2);
  }

  @Test
  void twoWishesShareOneJob() {
    office.open(SHOP).settle();

    RenewalJob first = started(false);
    Started second = (Started) office.renew(SHOP, true);
    office.settle();

    assertThat(second.joined()).isTrue();
    assertThat(second.job()).isSameAs(first);
    assertThat(office.ca.orders()).hasSize(2);
  }

  @Test
  void joinsAnOrderThatIsUnderWayByItself() {
    office.open(SHOP);

    Started joined = (Started) office.renewDuringTheOrder(SHOP);
    office.settle();

    assertThat(joined.joined()).isTrue();
    assertThat(joined.job().progress().get().state()).isEqualTo(State.DONE);
    assertThat(office.ca.orders()).hasSize(1);
  }

  @Test
  void refusesWhatWouldHitALimitUnlessItIsForced() {
    office.limits(Limits.LETS_ENCRYPT).open(SHOP).settle();
    for (int i = 0; i < 4; i++) {
      started(false);
      office.settle();
    }

    Refused refused = (Refused) office.renew(SHOP, false);
    assertThat(refused.reason()).contains("5 certificates of this very name within 7 days");
    assertThat(refused.tryAt().orElseThrow())
        .isBetween(
            Office.BEGIN.plus(Duration.ofDays(7)),
            Office.BEGIN.plus(Duration.ofDays(7)).plusSeconds(30));

    started(true);
    office.settle();
    assertThat(office.ca.orders()).hasSize(6);
  }

  @Test
  void refusesDuringACoolOffUnlessItIsForced() {
    office.ca.fails(SHOP, IssuanceFailed.Kind.NOT_VALIDATED, Optional.empty());
    office.open(SHOP).settle();

    assertThat(office.renew(SHOP, false))
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.reason()).contains("scripted NOT_VALIDATED"));
    RenewalJob job = started(true);
    office.pass(Duration.ofSeconds(10));

    assertThat(job.progress().get().state()).isEqualTo(State.FAILED);
    assertThat(job.progress().get().steps().getLast().text()).contains("scripted NOT_VALIDATED");
  }

  @Test
  void forcingPassesOverTheSelfCheck() {
    office.faults.put(SHOP, "it leads elsewhere");
    office.open(SHOP).settle();

    assertThat(office.renew(SHOP, false)).isInstanceOf(Refused.class);
    started(true);
    office.settle();

    assertThat(office.ca.orders()).hasSize(1);
  }

  @Test
  void refusesWithoutTheLockAlsoWhenForced() {
    office.open(SHOP).settle();
    office.holdsLock = false;

    assertThat(office.renew(SHOP, true)).isInstanceOf(Refused.class);
  }

  @Test
  void namesThatNobodyKnowsAreUnknown() {
    office.open(SHOP).settle();

    assertThat(office.renew("no.example.com", true)).isEqualTo(new RenewAnswer.Unknown());
  }

  @Test
  void renewsAll() {
    office.open(SHOP, "blog.example.com").settle();

    assertThat(office.renewAll())
        .containsOnlyKeys(SHOP, "blog.example.com")
        .allSatisfy((_, answer) -> assertThat(answer).isInstanceOf(Started.class));
    office.settle();
    assertThat(office.ca.orders()).hasSize(4);
  }

  @Test
  void renewsAllButWhatWasRevoked() {
    office.open(SHOP, "blog.example.com").settle();
    office.revoke(SHOP);

    assertThat(office.renewAll()).containsOnlyKeys("blog.example.com");
  }

  @Test
  void whatWasRevokedIsNotOrderedAgainUntilSomebodyAsks() {
    office.open(SHOP).settle();
    String serial = office.certificate(SHOP).serial();

    assertThat(office.revoke(SHOP)).isEqualTo(new Removal.Done());
    office.pass(Duration.ofDays(1));
    office.crash();
    office.open(SHOP).pass(Duration.ofDays(1));

    assertThat(office.ca.revoked()).containsExactly(serial);
    assertThat(office.issued.find(SHOP)).isEmpty();
    assertThat(office.status(SHOP).state()).isEqualTo(NameStatus.State.STOPPED);
    assertThat(office.ca.orders()).hasSize(1);
    assertThat(office.events(Kind.REVOKED)).hasSize(1);

    started(false);
    office.settle();
    assertThat(office.status(SHOP).state()).isEqualTo(NameStatus.State.VALID);
  }

  @Test
  void whatTheCaDidNotRevokeStays() {
    office.open(SHOP).settle();
    office.ca.goDown();

    assertThat(office.revoke(SHOP)).isEqualTo(new Removal.Failed("scripted CA_UNREACHABLE"));
    assertThat(office.issued.find(SHOP)).isPresent();
    assertThat(office.status(SHOP).state()).isEqualTo(NameStatus.State.VALID);
  }

  @Test
  void whatWasDeletedIsOrderedAgainWhileItIsClaimed() {
    office.open(SHOP).settle();

    assertThat(office.delete(SHOP)).isEqualTo(new Removal.Done());
    assertThat(office.delete("no.example.com")).isEqualTo(new Removal.Unknown());
    office.settle();

    assertThat(office.ca.orders()).hasSize(2);
  }

  private RenewalJob started(boolean isForced) {
    return ((Started) office.renew(SHOP, isForced)).job();
  }
}
