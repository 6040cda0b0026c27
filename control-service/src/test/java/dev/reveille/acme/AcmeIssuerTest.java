package dev.reveille.acme;

import static dev.reveille.acme.AcmeClient.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.reveille.acme.ScriptedCa.Answer;
import dev.reveille.certificate.Challenges;
import dev.reveille.certificate.DnsRecords;
import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.certificate.IssuanceFailed;
import dev.reveille.certificate.IssuanceFailed.Kind;
import dev.reveille.concurrent.LeapingTimer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Pebble can't show. */
class AcmeIssuerTest {
  private final LeapingTimer timer = new LeapingTimer();
  private final Challenges challenges = new Challenges();
  private final InMemoryPemFiles folder = new InMemoryPemFiles();
  private final ScriptedCa ca = new ScriptedCa(timer);

  @AfterEach
  void stop() {
    ca.close();
  }

  @Test
  void ordersByTheProfileThatIsSet() {
    ca.profiles("classic", "shortlived");

    client().profile("shortlived").issue("shop.test");

    assertThat(ca.requests("/orders").getFirst()).contains("\"profile\":\"shortlived\"");
  }

  @Test
  void namesTheProfilesThatTheCaOffersInsteadOfTheOneThatIsSet() {
    ca.profiles("tlsserver", "classic");

    fails(
        Kind.REFUSED,
        () -> client().profile("short").issue("shop.test"),
        "it has no profile \"short\", it offers classic, tlsserver; see ACME_PROFILE");
    assertThat(ca.requests("/orders")).isEmpty();
  }

  @Test
  void comesAgainWhenARateLimitAllowsIt() {
    ca.then(
        "/orders",
        Answer.problem(429, "rateLimited", "too many certificates already issued for shop.test")
            .with("Retry-After", "3600"));

    IssuanceFailed failed =
        fails(
            Kind.RATE_LIMITED,
            () -> client().issue("www.shop.test"),
            "cannot get a certificate for www.shop.test at " + ca.directory(),
            "too many certificates already issued for shop.test");
    assertThat(failed.retryAt()).contains(timer.instant().plusSeconds(3600));
  }

  @Test
  void comesAgainAtTheDateThatTheCaGivesWhateverItsClockSays() {
    ca.then(
        "/orders",
        Answer.problem(429, "rateLimited", "slowly")
            .with("Retry-After", httpDate(Instant.now().plus(Duration.ofHours(2)))));

    IssuanceFailed failed = fails(Kind.RATE_LIMITED, () -> client().issue("shop.test"), "slowly");
    assertThat(failed.retryAt().orElseThrow())
        .isCloseTo(timer.instant().plus(Duration.ofHours(2)), within(5, ChronoUnit.SECONDS));
  }

  @Test
  void comesAgainWhenACaInTroubleAsksForIt() {
    ca.then(
        "/orders", new Answer(503, Map.of("Retry-After", "120", "Content-Type", "text/html"), "!"));

    IssuanceFailed failed =
        fails(Kind.CA_UNREACHABLE, () -> client().issue("shop.test"), "it answered HTTP 503");
    assertThat(failed.retryAt()).contains(timer.instant().plusSeconds(120));
    assertThat(client().issue("shop.test").names()).containsExactly("shop.test");
  }

  @Test
  void obeysAPauseThatARefusalAsksFor() {
    ca.then(
        "/orders", Answer.problem(403, "rejectedIdentifier", "not yet").with("Retry-After", "60"));

    IssuanceFailed failed = fails(Kind.REFUSED, () -> client().issue("shop.test"), "not yet");
    assertThat(failed.retryAt()).contains(timer.instant().plusSeconds(60));
  }

  @Test
  void doesNotMindAPauseThatCannotBeRead() {
    ca.then("/orders", Answer.problem(429, "rateLimited", "slowly").with("Retry-After", "soon"));

    IssuanceFailed failed = fails(Kind.RATE_LIMITED, () -> client().issue("shop.test"), "slowly");
    assertThat(failed.retryAt()).isEmpty();
  }

  @Test
  void saysThatTheUrlIsNoDirectory() {
    ca.then("/dir", new Answer(200, Map.of("Content-Type", "text/html"), "<h1>Hello</h1>"));

    fails(Kind.CA_UNREACHABLE, () -> client().issue("shop.test"), "is the CA's directory");
  }

  @Test
  void waitsForASlowCaAsLongAsItAsksFor() {
    Instant start = timer.instant();
    Answer notYet = Answer.json(200, order("processing")).with("Retry-After", "40");
    ca.then("/order", Answer.json(200, order("ready"))).then("/order", notYet);

    client().issue("shop.test");

    assertThat(Duration.between(start, timer.instant())).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void givesUpOnAnOrderAfterTwoMinutes() {
    Instant start = timer.instant();
    ca.then("/order", Answer.json(200, order("ready")));
    for (int i = 0; i < 100; i++) {
      ca.then("/order", Answer.json(200, order("processing")));
    }

    fails(Kind.CA_UNREACHABLE, () -> client().issue("shop.test"), "has not signed");
    assertThat(Duration.between(start, timer.instant()))
        .isBetween(Duration.ofSeconds(110), Duration.ofSeconds(120));
  }

  @Test
  void passesOverASingleFailureToAskHowAnOrderGoes() {
    ca.then("/order", Answer.json(200, order("ready")))
        .then("/order", Answer.problem(500, "serverInternal", "oops"));

    assertThat(client().issue("shop.test").names()).containsExactly("shop.test");
  }

  @Test
  void saysWhyAnOrderBecameInvalid() {
    ca.then("/order", Answer.json(200, order("ready")))
        .then(
            "/order",
            Answer.json(
                200,
                """
                {"status":"invalid","error":{"type":"urn:ietf:params:acme:error:caa",
                 "detail":"CAA forbids it","subproblems":[{"type":"about:blank",
                 "detail":"only other-ca.test may","identifier":{"type":"dns","value":"shop.test"}}]}}
                """));

    fails(
        Kind.REFUSED,
        () -> client().issue("shop.test"),
        "CAA forbids it; shop.test: only other-ca.test may; let the domain's CAA record");
  }

  @Test
  void asksTheCaForNothingThatCannotBeProved() {
    fails(
        Kind.NOT_PREPARED,
        () -> client().issue("shop.test", "*.shop.test"),
        "*.shop.test has to be proved by dns-01; set ACME_DNS_SERVER or ACME_DNS_HOOK");
    fails(
        Kind.NOT_PREPARED,
        () -> client().challenge(ChallengeChoice.HTTP_01).issue("*.shop.test"),
        "set ACME_CHALLENGE to auto");
    assertThat(ca.requests()).isEmpty();
  }

  @Test
  void removesRecordsAlsoWhereOneCouldNotBeWritten() {
    ca.provingNames();
    List<String> calls = new ArrayList<>();
    DnsRecords full =
        new DnsRecords() {
          @Override
          public void present(String domain, String value) {
            calls.add("present " + domain);
            if (calls.size() == 2) {
              throw new IssuanceFailed(Kind.NOT_PREPARED, "zone is full", Optional.empty(), null);
            }
          }

          @Override
          public void cleanUp(String domain, String value) {
            calls.add("clean up " + domain);
            throw new IllegalStateException("the server went away");
          }
        };

    fails(
        Kind.NOT_PREPARED,
        () -> client().records(full).issue("*.a.test", "*.b.test"),
        "zone is full");
    assertThat(calls)
        .containsExactly("present a.test", "present b.test", "clean up b.test", "clean up a.test");
    assertThat(ca.requests()).noneMatch(it -> it.contains("/challenge/"));
  }

  @Test
  void answersAChallengeOnlyWhileTheCaMayAsk() {
    ca.provingNames();
    List<Boolean> answered = new ArrayList<>();
    AcmeIssuer issuer = client().issuer();

    issuer.issue(
        AcmeClient.order("shop.test"), _ -> answered.add(challenges.find("token0").isPresent()));

    assertThat(answered).containsOnly(false);
    assertThat(ca.requests("/challenge/0/http-01")).hasSize(1);
  }

  @Test
  void refusesACertificateThatIsNotWhatWasOrdered() {
    ca.signer().onlyFor("other.test");
    fails(
        Kind.CA_UNREACHABLE,
        () -> client().issue("shop.test", "other.test"),
        "its certificate lacks shop.test");

    ca.signer().beginning(Duration.ofDays(-9));
    fails(Kind.CA_UNREACHABLE, () -> client().issue("other.test"), "see this machine's clock");

    ca.signer().forAnotherKey();
    fails(Kind.CA_UNREACHABLE, () -> client().issue("other.test"), "the key is not");
  }

  @Test
  void putsUpWithAClockThatIsALittleBehindTheCas() {
    ca.signer().beginning(Duration.ofMinutes(2));

    assertThat(client().issue("shop.test").notBefore()).isAfter(timer.instant());
  }

  @Test
  void knowsAChainByTheCommonNameOfItsRootAlone() {
    List<X509Certificate> chain = client().issue("shop.test").chain();

    assertThat(ChainChoice.leadsTo("Scripted CA", chain)).isTrue();
    assertThat(ChainChoice.leadsTo("Scripted", chain)).isFalse();
    assertThat(ChainChoice.leadsTo("Reveille's tests", chain)).isFalse();
  }

  @Test
  void keepsItsRegistrationInFormat1() {
    client().issue("shop.test");

    assertThat(folder.contents().get("account.json"))
        .matches("\\{\"format\":1,\"directory\":\"[^\"]+\",\"url\":\"[^\"]+/account/1\"}\n");
  }

  @Test
  void registersAgainWhereTheRegistrationIsDamaged() {
    client().issue("shop.test");
    folder.write("account.json", "{\"format\":1,");

    client().issue("shop.test");

    assertThat(ca.requests("/account")).hasSize(2);
    assertThat(folder.contents().get("account.json")).contains("/account/1");
  }

  @Test
  void keepsADamagedAccountKeyForAPersonToSee() {
    folder.write("account.pem", "-----BEGIN PRIVATE KEY-----\n");

    fails(
        Kind.NOT_PREPARED,
        () -> client().issue("shop.test"),
        "account.pem",
        "restore it, or remove it for a new account");
    assertThat(folder.contents()).containsEntry("account.pem", "-----BEGIN PRIVATE KEY-----\n");
  }

  @Test
  void takesOverAnAccountKeyOfAnotherKind() {
    folder.write("account.pem", AccountKey.text(KeyType.RSA_2048.newPair()));

    assertThat(client().issue("shop.test").names()).containsExactly("shop.test");
  }

  @Test
  void readsTheHmacOfAnExternalAccountInBothAlphabetsAndNeverShowsIt() {
    AcmeIssuer.ExternalAccount account = new AcmeIssuer.ExternalAccount("kid", "ab+/cd==");

    assertThat(account.hmac()).isEqualTo("ab-_cd");
    assertThat(account.toString()).contains("kid").doesNotContain("ab-_cd");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AcmeIssuer.ExternalAccount("kid", "not one!"))
        .withMessageNotContaining("not one!");
  }

  @Test
  void stopsWhenItIsToldTo() {
    Thread.currentThread().interrupt();
    try {
      fails(Kind.NOT_PREPARED, () -> client().issue("shop.test"), "interrupted");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  private AcmeClient client() {
    return new AcmeClient(ca.directory(), challenges).folder(folder).timer(timer);
  }

  private String order(String status) {
    String base = ca.directory().toString().replaceFirst("/dir$", "");
    return """
    {"status":"%s","identifiers":[{"type":"dns","value":"shop.test"}],"authorizations":[],
     "finalize":"%s/finalize"}
    """
        .formatted(status, base);
  }

  private static String httpDate(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }
}
