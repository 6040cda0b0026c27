package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.Pebble;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Certificates are renewed, revoked, deleted and rolled back as an administrator says. */
class RenewalsIT {
  /** Of Let's Encrypt's limits: certificates of the very same name within a week. */
  private static final int MOST_OF_A_NAME = 5;

  private static final long DAY = Duration.ofDays(1).toSeconds();

  @RegisterExtension
  static final Installation reveille =
      Installation.with("ACME_LIMITS", "letsencrypt").orderingFrom(Pebble.with());

  @Test
  void noHandshakeAndNoRequestFailsWhileACertificateIsRenewed() {
    reveille.publicSite("busy").run();
    String host = reveille.publicHost("busy");
    String before = reveille.awaitIssued(host);
    Eventually.isTrue(() -> reveille.visitor().get(host, "/").statusCode() == 200);

    try (FreshVisits visits = FreshVisits.of(reveille.proxy(), reveille.ca().root(), host)) {
      visits.awaitMore(20);
      String after = renewed(host);
      visits.awaitMore(20);

      assertThat(visits.failures()).isEmpty();
      assertThat(visits.serials()).containsExactlyInAnyOrder(before, after);
    }
  }

  @Test
  void aRenewalTellsItsStepsAndIsDoneOnlyWhenTheNewCertificateIsServed() {
    String host = issued("forced");
    String before = served(host);

    HttpResponse<String> begun = renew(host, false);
    String events = reveille.admin().follow(begun);
    String after = served(host);

    assertThat(begun.statusCode()).isEqualTo(202);
    assertThat(events.strip().lines().filter(line -> line.startsWith("event:")))
        .last()
        .asString()
        .endsWith("done");
    assertThat(events).contains("checking the CA's limits", "the gateway serves serial " + after);
    assertThat(after).isNotEqualTo(before);
    assertThat(reveille.admin().get(location(begun)).path("state").asText()).isEqualTo("done");
  }

  @Test
  void twoRequestsForOneNameShareOneRenewal() {
    String host = issued("shared");

    reveille.ca().pause();
    HttpResponse<String> one = renew(host, true);
    HttpResponse<String> other = renew(host, true);
    reveille.ca().resume();
    awaitDone(one);

    assertThat(location(other)).isEqualTo(location(one));
    assertThat(SentOrders.of(reveille.proxy(), host)).containsExactly("ISSUED", "ISSUED");
  }

  @Test
  void aRenewalThatWouldHitALimitIsRefusedUnlessItIsForced() {
    String host = issued("limited");
    for (int i = 1; i < MOST_OF_A_NAME; i++) {
      renewed(host);
    }

    // Many orders at once meet another limit first, for some seconds.
    Eventually.passes(
        () -> {
          HttpResponse<String> refused = renew(host, false);
          assertThat(refused.statusCode()).isEqualTo(409);
          assertThat(refused.body())
              .contains("limit of 5 certificates of this very name within 7 days", "force=true");
          assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0))
              .isBetween(DAY, 7 * DAY);
        });
    String last = served(host);

    assertThat(renewed(host)).isNotEqualTo(last);
  }

  @Test
  void allAreRenewedAtOnce() {
    List<String> hosts = Stream.of("one", "two").map(RenewalsIT::issued).toList();
    List<String> before = hosts.stream().map(RenewalsIT::served).toList();

    HttpResponse<String> begun =
        reveille.admin().answer("POST", "/v1/certificates/renew?force=true");

    assertThat(begun.statusCode()).isEqualTo(202);
    assertThat(begun.body()).contains(hosts);
    Eventually.passes(
        () ->
            assertThat(hosts.stream().map(RenewalsIT::served)).doesNotContainAnyElementsOf(before));
  }

  @Test
  void whatIsRevokedIsNotServedAnyMoreAndNotOrderedAgain() {
    String host = issued("revoked");
    String serial = served(host);
    String path = "/v1/certificates/%s/revoke".formatted(host);

    assertThat(reveille.admin().answer("POST", path).statusCode()).isEqualTo(204);

    assertThat(reveille.ca().status(serial)).contains("Revoked");
    Eventually.passes(() -> assertThat(served(host)).isEqualTo(served("nobody.test")));
    JsonNode issuance = reveille.admin().certificate(host).path("issuance");
    assertThat(issuance.path("state").asText()).isEqualTo("stopped");
    assertThat(SentOrders.of(reveille.proxy(), host)).containsExactly("ISSUED");
  }

  @Test
  void whatIsDeletedIsOrderedAgainWhileItsNameIsClaimed() {
    String host = issued("deleted");
    String serial = served(host);
    String path = "/v1/certificates/" + host;

    assertThat(reveille.admin().answer("DELETE", path).statusCode()).isEqualTo(204);

    Eventually.passes(() -> assertThat(reveille.awaitIssued(host)).isNotEqualTo(serial));
    assertThat(reveille.ca().status(serial)).contains("Valid");
  }

  @Test
  void theCertificateBeforeTheLastIsServedAgainAfterARollBack() {
    String host = issued("rolled-back");
    String before = served(host);
    assertThat(renewed(host)).isNotEqualTo(before);
    String path = "/v1/certificates/%s/roll-back".formatted(host);

    assertThat(reveille.admin().answer("POST", path).statusCode()).isEqualTo(200);

    Eventually.passes(() -> assertThat(served(host)).isEqualTo(before));
    assertThat(reveille.admin().answer("POST", path).statusCode()).isEqualTo(404);
  }

  private static String issued(String name) {
    reveille.publicSite(name).create();
    String host = reveille.publicHost(name);
    reveille.awaitIssued(host);
    return host;
  }

  private static String served(String host) {
    return Handshake.with(reveille.proxy(), host).serial();
  }

  private static HttpResponse<String> renew(String host, boolean isForced) {
    return reveille.admin().renew(host, isForced);
  }

  /** Renews whatever limits say; returns the serial number that is served then. */
  private static String renewed(String host) {
    awaitDone(renew(host, true));
    return served(host);
  }

  private static void awaitDone(HttpResponse<String> begun) {
    assertThat(reveille.admin().follow(begun)).containsPattern("event: ?done");
  }

  private static String location(HttpResponse<String> begun) {
    return begun.headers().firstValue("Location").orElseThrow();
  }
}
