package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.CertificateEvent.Kind;
import dev.reveille.concurrent.LeapingTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiryWatchTest {
  private static final TestChains.Authority AUTHORITY = TestChains.authority("Test CA");

  private final LeapingTimer timer = new LeapingTimer();
  private final InMemoryPemFiles files = new InMemoryPemFiles();
  private final List<CertificateEvent> events = new ArrayList<>();
  private final ExpiryWatch watch = new ExpiryWatch(files, timer, events::add);

  @Test
  void tellsOfACertificateOfAPersonWithASixthOfItsLifetimeLeft() {
    List<Chosen> shown = List.of(custom(Duration.ofDays(90), "shop.test"));

    timer.pass(Duration.ofDays(74));
    watch.see(shown);
    assertThat(events).isEmpty();

    timer.pass(Duration.ofDays(2));
    watch.see(shown);
    assertThat(events)
        .containsExactly(
            new CertificateEvent(
                timer.instant(),
                "shop.test",
                Kind.EXPIRING,
                "valid until 2026-05-01T12:00:00Z; it is one of CERTS_DIR, where somebody has to"
                    + " replace it"));
  }

  @Test
  void tellsOfOneThatLastsForYearsAMonthBefore() {
    List<Chosen> shown = List.of(custom(Duration.ofDays(3_650), "shop.test"));

    timer.pass(Duration.ofDays(3_619));
    watch.see(shown);
    assertThat(events).isEmpty();

    timer.pass(Duration.ofDays(1));
    watch.see(shown);
    assertThat(events).hasSize(1);
  }

  @Test
  void tellsOfEachOnceAlsoAcrossRestarts() {
    Chosen first = custom(Duration.ofDays(1), "a.test");
    Chosen second = custom(Duration.ofDays(1), "b.test");
    timer.pass(Duration.ofHours(23));

    watch.see(List.of(first, first));
    watch.see(List.of(first));
    new ExpiryWatch(files, timer, events::add).see(List.of(first, second));

    assertThat(events).extracting(CertificateEvent::name).containsExactly("a.test", "b.test");
  }

  @Test
  void whatRenewsItselfIsLeftToItsRenewal() {
    ServerCertificate old = custom(Duration.ofDays(1), "a.test").certificate();
    timer.pass(Duration.ofHours(23));

    watch.see(
        List.of(
            new Chosen(old, Source.ISSUED, true),
            new Chosen(old, Source.LOCAL_CA, true),
            new Chosen(old, Source.SELF_SIGNED, false)));

    assertThat(events).isEmpty();
  }

  @Test
  void aFullDiskKeepsNoWarningBack() {
    files.setFull(true);
    Chosen old = custom(Duration.ofDays(1), "a.test");
    timer.pass(Duration.ofHours(23));

    watch.see(List.of(old));
    watch.see(List.of(old));

    assertThat(events).hasSize(1);
  }

  private Chosen custom(Duration lifetime, String name) {
    ServerCertificate certificate =
        AUTHORITY.leaf(name).validFrom(timer.instant()).validFor(lifetime).make();
    return new Chosen(certificate, Source.CUSTOM, true);
  }
}
