package dev.reveille.acme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.CertificateIssuer.RenewalWindow;
import dev.reveille.certificate.Challenges;
import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.certificate.IssuanceFailed.Kind;
import dev.reveille.certificate.Pem;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.concurrent.Threads;
import dev.reveille.testing.Pebble;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A CA that plays no tricks; see {@link UnusualCasIT} for those that do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcmeIssuerIT {
  private final Challenges challenges = new Challenges();
  private final HttpResponder responder = new HttpResponder(challenges);
  private final InMemoryPemFiles folder = new InMemoryPemFiles();
  private Pebble pebble;
  private ChallengeServerRecords records;

  @BeforeAll
  void start() {
    pebble =
        Pebble.with()
            .httpPort(responder.port())
            .blocked("blocked.example")
            .authorizationReuse(100)
            .alternateRoots(2)
            .start();
    records = new ChallengeServerRecords(pebble.dns());
    pebble.addA("elsewhere.shop.example", "127.0.0.9");
  }

  @AfterAll
  void stop() {
    responder.close();
    if (pebble != null) {
      pebble.close();
    }
  }

  @Test
  void provesAHostByHttpAndLeavesNoTokenBehind() throws GeneralSecurityException {
    AcmeClient client = client();

    ServerCertificate certificate = client.issue("http.shop.example", "www.http.shop.example");

    assertThat(certificate.names())
        .containsExactlyInAnyOrder("http.shop.example", "www.http.shop.example");
    certificate.chain().getLast().verify(certificate("root", pebble.root()).getPublicKey());
    assertThat(client.steps())
        .containsExactlyInAnyOrder(
            "ordering http.shop.example, www.http.shop.example from 127.0.0.1",
            "proving http.shop.example by http-01",
            "proving www.http.shop.example by http-01",
            "having the certificate signed",
            "fetching and checking the certificate");
    assertThat(responder.asked()).isNotEmpty().allMatch(it -> challenges.find(it).isEmpty());
  }

  @Test
  void provesAWildcardAndItsDomainAtOnceByTwoRecordsOfOneName() {
    AcmeClient client = client();

    ServerCertificate certificate = client.issue("*.wild.example", "wild.example");

    assertThat(certificate.names()).containsExactlyInAnyOrder("*.wild.example", "wild.example");
    assertThat(client.steps())
        .contains("proving *.wild.example by dns-01", "proving wild.example by http-01");
    assertThat(records.present()).isEmpty();
  }

  @Test
  void provesHostsByDnsWhereThatIsChosen() {
    AcmeClient client = client().challenge(ChallengeChoice.DNS_01);

    ServerCertificate certificate = client.issue("*.dns.example", "dns.example");

    assertThat(certificate.covers("dns.example")).isTrue();
    assertThat(client.steps())
        .contains("proving *.dns.example by dns-01", "proving dns.example by dns-01");
    assertThat(records.present()).isEmpty();
  }

  @Test
  void registersOnceAndUsesTheAccountAgain() {
    long before = registrations();
    InMemoryPemFiles own = new InMemoryPemFiles();

    client().folder(own).issue("first.account.example");
    String registered = own.contents().get("account.json");
    client().folder(own).issue("second.account.example");

    assertThat(registrations() - before).isEqualTo(1);
    assertThat(own.contents()).containsEntry("account.json", registered).hasSize(2);
    assertThat(own.contents().get("account.pem")).startsWith("-----BEGIN PRIVATE KEY-----");
  }

  @Test
  void registersOnceForManyOrdersAtOnce() throws Exception {
    long before = registrations();
    AcmeClient client = client().folder(new InMemoryPemFiles());
    AcmeIssuer issuer = client.issuer();
    List<Future<ServerCertificate>> orders = new ArrayList<>();

    try (ExecutorService threads = Threads.perTask("orders")) {
      for (int i = 0; i < 8; i++) {
        String name = "n%d.crowd.example".formatted(i);
        orders.add(threads.submit(() -> issuer.issue(AcmeClient.order(name), _ -> {})));
      }
    }

    for (Future<ServerCertificate> order : orders) {
      assertThat(order.get().names()).hasSize(1);
    }
    assertThat(registrations() - before).isEqualTo(1);
  }

  @Test
  void provesNothingTwiceWhereTheCaStillHoldsItForProved() {
    client().issue("again.shop.example");
    AcmeClient client = client();

    ServerCertificate certificate = client.issue("again.shop.example");

    assertThat(certificate.covers("again.shop.example")).isTrue();
    assertThat(client.steps()).noneMatch(step -> step.startsWith("proving"));
  }

  @Test
  void takesTheChainThatLeadsToThePreferredIssuer() throws GeneralSecurityException {
    X509Certificate preferred = certificate("root", pebble.root(2));
    String name = preferred.getSubjectX500Principal().getName().replaceFirst("^CN=", "");

    ServerCertificate certificate = client().preferredChain(name).issue("chain.shop.example");

    certificate.chain().getLast().verify(preferred.getPublicKey());
  }

  @Test
  void takesTheUsualChainWhereThePreferredOneIsNotOffered() throws GeneralSecurityException {
    ServerCertificate certificate =
        client().preferredChain("No Such Root").issue("usual.shop.example");

    certificate.chain().getLast().verify(certificate("root", pebble.root()).getPublicKey());
  }

  @Test
  void ordersForKeysOfEachKind() {
    for (KeyType type : KeyType.values()) {
      ServerCertificate certificate = client().keyType(type).issue("keys.shop.example");

      assertThat(certificate.key().getAlgorithm())
          .isEqualTo(type.toString().startsWith("P") ? "EC" : "RSA");
    }
  }

  @Test
  void saysInTheCasWordsWhyANameWasNotValidated() {
    AcmeClient.fails(
        Kind.NOT_VALIDATED,
        () -> client().issue("fine.shop.example", "elsewhere.shop.example"),
        "cannot get a certificate for fine.shop.example, elsewhere.shop.example at "
            + pebble.directory(),
        "it could not validate elsewhere.shop.example by http-01",
        "see that the name's addresses in DNS");
  }

  @Test
  void cleansUpRecordsThatWereNotValidated() {
    pebble.dns().fail("_acme-challenge.broken.example");

    AcmeClient.fails(
        Kind.NOT_VALIDATED,
        () -> client().issue("*.broken.example"),
        "it could not validate *.broken.example by dns-01");
    assertThat(records.present()).isEmpty();
  }

  @Test
  void saysThatTheCaDoesNotIssueForAName() {
    AcmeClient.fails(
        Kind.REFUSED,
        () -> client().issue("shop.blocked.example"),
        "shop.blocked.example",
        "it does not issue for such a name");
  }

  @Test
  void knowsWhenToRenewAndThatARenewalReplacesTheOldOne() {
    AcmeClient client = client();
    AcmeIssuer issuer = client.issuer();
    ServerCertificate old = client.issue(issuer, "renew.shop.example");

    RenewalWindow window = issuer.renewalWindow(old.leaf()).orElseThrow();
    ServerCertificate renewed =
        issuer.issue(AcmeClient.successor(old.leaf(), "renew.shop.example"), _ -> {});

    assertThat(window.start()).isAfter(old.notBefore()).isBefore(window.end());
    assertThat(window.end()).isBefore(old.notAfter());
    assertThat(window.askAgain())
        .isBetween(
            Instant.now().plus(Duration.ofHours(5)), Instant.now().plus(Duration.ofHours(7)));
    assertThat(renewed.serial()).isNotEqualTo(old.serial());
  }

  @Test
  void ordersAsNewWhatHasBeenReplacedAlready() {
    AcmeIssuer issuer = client().issuer();
    ServerCertificate old = issuer.issue(AcmeClient.order("twice.shop.example"), _ -> {});
    issuer.issue(AcmeClient.successor(old.leaf(), "twice.shop.example"), _ -> {});

    ServerCertificate again =
        issuer.issue(AcmeClient.successor(old.leaf(), "twice.shop.example"), _ -> {});

    assertThat(again.serial()).isNotEqualTo(old.serial());
  }

  @Test
  void revokesByTheCertificatesOwnKeyAndOnlyOnce() {
    AcmeIssuer issuer = client().issuer();
    ServerCertificate certificate = issuer.issue(AcmeClient.order("gone.shop.example"), _ -> {});

    issuer.revoke(certificate);
    client().folder(new InMemoryPemFiles()).issuer().revoke(certificate);

    assertThat(pebble.status(certificate.serial())).contains("Revoked");
    assertThat(issuer.renewalWindow(certificate.leaf()).orElseThrow().end())
        .isBefore(Instant.now());
  }

  private AcmeClient client() {
    return new AcmeClient(pebble.directory(), challenges)
        .trusting(pebble.caFile())
        .records(records)
        .folder(folder);
  }

  private long registrations() {
    return pebble.logged("accounts in memory");
  }

  private static X509Certificate certificate(String what, String pem) {
    assertThat(pem).as(what).isNotEmpty();
    return Pem.certificates(pem).getFirst();
  }
}
