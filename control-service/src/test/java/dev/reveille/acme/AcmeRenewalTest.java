package dev.reveille.acme;

import static dev.reveille.acme.AcmeClient.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.acme.ScriptedCa.Answer;
import dev.reveille.certificate.CertificateIssuer.RenewalWindow;
import dev.reveille.certificate.Challenges;
import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.certificate.IssuanceFailed.Kind;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.concurrent.LeapingTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Renewals, where Pebble always says the same. */
class AcmeRenewalTest {
  private final LeapingTimer timer = new LeapingTimer();
  private final InMemoryPemFiles folder = new InMemoryPemFiles();
  private final ScriptedCa ca = new ScriptedCa(timer);

  @AfterEach
  void stop() {
    ca.close();
  }

  @Test
  void asksForARenewalAsNewWhereTheCaKnowsNoRenewals() {
    ServerCertificate old = client().issue("shop.test");

    client().issuer().issue(AcmeClient.successor(old.leaf(), "shop.test"), _ -> {});

    assertThat(ca.requests("/orders")).noneMatch(it -> it.contains("replaces"));
    assertThat(client().issuer().renewalWindow(old.leaf())).isEmpty();
  }

  @Test
  void tellsTheCaWhatARenewalReplaces() {
    ca.tellingRenewals();
    ServerCertificate old = client().issue("shop.test");

    client().issuer().issue(AcmeClient.successor(old.leaf(), "shop.test"), _ -> {});

    assertThat(ca.requests("/orders").getLast()).contains("\"replaces\":\"");
  }

  @Test
  void obeysAPauseBeforeItOrdersARenewalAsNew() {
    ca.tellingRenewals();
    ServerCertificate old = client().issue("shop.test");
    ca.then("/orders", Answer.problem(409, "alreadyReplaced", "is").with("Retry-After", "60"));

    fails(
        Kind.REFUSED,
        () -> client().issuer().issue(AcmeClient.successor(old.leaf(), "shop.test"), _ -> {}),
        "is");
    assertThat(ca.requests("/orders")).hasSize(2);
  }

  @Test
  void asksForTheTimeToRenewWhenTheCaWantsToBeAsked() {
    ca.tellingRenewals();
    ServerCertificate certificate = client().issue("shop.test");
    Answer window =
        Answer.json(
            200,
            """
            {"suggestedWindow":{"start":"2026-02-03T00:00:00Z","end":"2026-02-04T00:00:00Z"},
             "explanationURL":"https://ca.test/incident"}
            """);
    ca.then("/renewal", window)
        .then("/renewal", window.with("Retry-After", "21600"))
        .then("/renewal", window.with("Retry-After", "1"))
        .then("/renewal", window.with("Retry-After", "99999999"));

    assertThat(renewalWindow(certificate))
        .isEqualTo(
            new RenewalWindow(
                Instant.parse("2026-02-03T00:00:00Z"),
                Instant.parse("2026-02-04T00:00:00Z"),
                timer.instant().plus(Duration.ofHours(6)),
                Optional.of("https://ca.test/incident")));
    assertThat(askAgainAfter(certificate)).isEqualTo(Duration.ofHours(6));
    assertThat(askAgainAfter(certificate)).isEqualTo(Duration.ofMinutes(1));
    assertThat(askAgainAfter(certificate)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void refusesATimeToRenewThatEndsBeforeItBegins() {
    ca.tellingRenewals();
    ServerCertificate certificate = client().issue("shop.test");
    ca.then(
        "/renewal",
        Answer.json(
            200,
            """
            {"suggestedWindow":{"start":"2026-02-04T00:00:00Z","end":"2026-02-03T00:00:00Z"}}
            """));

    fails(
        Kind.CA_UNREACHABLE,
        () -> client().issuer().renewalWindow(certificate.leaf()),
        "ends before it begins");
  }

  private AcmeClient client() {
    return new AcmeClient(ca.directory(), new Challenges()).folder(folder).timer(timer);
  }

  private RenewalWindow renewalWindow(ServerCertificate certificate) {
    return client().issuer().renewalWindow(certificate.leaf()).orElseThrow();
  }

  private Duration askAgainAfter(ServerCertificate certificate) {
    return Duration.between(timer.instant(), renewalWindow(certificate).askAgain());
  }
}
