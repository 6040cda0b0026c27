package dev.reveille.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.CertificateChoice;
import dev.reveille.certificate.CertificateEvent;
import dev.reveille.certificate.CustomSet;
import dev.reveille.certificate.Office;
import dev.reveille.certificate.ServedCertificates;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.project.InMemoryEngine;
import dev.reveille.project.Projects;
import dev.reveille.route.Routes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CertificateMetricsTest {
  private static final TestChains.Authority AUTHORITY = TestChains.authority("Test CA");
  private static final Instant END = Instant.parse("2027-01-31T12:00:00Z");

  private final LeapingTimer timer = new LeapingTimer();
  private final Office office = new Office(timer);
  private final InMemoryEngine engine = new InMemoryEngine(timer);
  private final Map<String, ServerCertificate> custom = new HashMap<>();
  private final ServerCertificate selfSigned = TestChains.selfSigned("localhost");
  private final Metrics metrics = new Metrics();
  private final ServedCertificates served =
      new ServedCertificates(
          () ->
              new CertificateChoice(
                  CustomSet.of(custom),
                  CustomSet.NONE,
                  Map.of(),
                  Optional.empty(),
                  Optional.empty(),
                  selfSigned),
          new Routes("now"),
          timer);

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void tellsWhenACertificateExpiresOnceHoweverManyNamesItIsFor() {
    custom.put("all", AUTHORITY.leaf("*.shop.test", "shop.test").validUntil(END).make());
    engine.add("shop").host("shop.test,a.shop.test,b.shop.test");
    measure();

    assertThat(lines("reveille_certificate_expiry_timestamp_seconds"))
        .containsExactlyInAnyOrder(
            "{certificate=\"*.shop.test\",source=\"custom\"} " + seconds(END),
            "{certificate=\"localhost\",source=\"self-signed\"} " + seconds(selfSigned.notAfter()));
  }

  @Test
  void ofTwoThatLookTheSameTellsOfTheOneThatExpiresFirst() {
    custom.put("one", AUTHORITY.leaf("a.test", "b.test").validUntil(END).make());
    custom.put("two", AUTHORITY.leaf("a.test", "c.test").validUntil(END.minusSeconds(60)).make());
    engine.add("shop").host("b.test,c.test");
    measure();

    assertThat(lines("reveille_certificate_expiry_timestamp_seconds"))
        .contains("{certificate=\"a.test\",source=\"custom\"} " + seconds(END.minusSeconds(60)));
  }

  @Test
  void countsNamesByStateAndEventsByKindFromTheBeginning() {
    office.open("shop.example.com", "shop.test").settle();
    CertificateMetrics measured =
        new CertificateMetrics(metrics, served, Optional.of(office.issuance()));
    office.events.forEach(measured::count);

    assertThat(lines("reveille_certificate_names"))
        .contains("{state=\"valid\"} 1.0", "{state=\"not-allowed\"} 1.0", "{state=\"failed\"} 0.0")
        .hasSize(8);
    assertThat(lines("reveille_certificate_events_total"))
        .contains("{kind=\"ordered\"} 1.0", "{kind=\"issued\"} 1.0", "{kind=\"failed\"} 0.0")
        .hasSize(CertificateEvent.Kind.values().length);
  }

  @Test
  void withoutACaThereAreNoNames() {
    measure();

    assertThat(lines("reveille_certificate_names"))
        .hasSize(8)
        .allMatch(line -> line.endsWith(" 0.0"));
  }

  private void measure() {
    new CertificateMetrics(metrics, served, Optional.empty());
    served.projects(Projects.from(engine.list()));
  }

  private static double seconds(Instant time) {
    return time.getEpochSecond();
  }

  /** Labels and value of each sample. */
  private List<String> lines(String name) {
    String body = timer.holdStill(() -> metrics.scrape("text/plain").body());
    return body.lines()
        .filter(line -> line.startsWith(name + "{"))
        .map(line -> line.substring(name.length()))
        .toList();
  }
}
