package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.concurrent.Timer;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.Pebble;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What has a certificate is served on while the CA, or the control service, is away. */
class CaOutageIT {
  private static final Duration HANDSHAKE_WAIT = Duration.ofSeconds(2);

  @RegisterExtension
  static final Installation reveille =
      Installation.with("ACME_HANDSHAKE_WAIT", "2s").orderingFrom(Pebble.with());

  private final Timer timer = Timer.system();

  @Test
  void aCaThatHangsHoldsUpNobodyButVisitorsOfNewHostsAndThoseNotForLong() {
    String known = issued("before-it-hangs");
    String fallback = served("nobody.test");
    String parent = reveille.publicHost("n");
    reveille.sandbox().container("n").label("reveille.host", "*." + parent).create();
    reveille.known("known." + parent);
    String host = "new." + parent;

    reveille.ca().pause();
    try {
      Instant asked = timer.instant();
      assertThat(served(host)).isEqualTo(fallback);
      assertThat(Duration.between(asked, timer.instant()))
          .isBetween(HANDSHAKE_WAIT.minusMillis(200), HANDSHAKE_WAIT.multipliedBy(5));

      Instant again = timer.instant();
      assertThat(Handshake.with(reveille.proxy(), known).serial()).isNotEqualTo(fallback);
      assertThat(Duration.between(again, timer.instant())).isLessThan(HANDSHAKE_WAIT);
      assertThat(issuance(host).path("state").asText()).isEqualTo("ordering");
    } finally {
      reveille.ca().resume();
    }

    reveille.awaitIssued(host);
  }

  @Test
  void aHostThatIsNewWhileTheCaIsDownSaysWhyAndWhenAndIsIssuedOnceItIsBack() {
    String known = issued("before-it-is-down");
    String serial = served(known);
    String host = reveille.publicHost("while-it-is-down");

    reveille.ca().stop();
    try {
      reveille.publicSite("while-it-is-down").create();
      Eventually.passes(
          () -> {
            assertThat(issuance(host).path("state").asText()).isEqualTo("failed");
            assertThat(issuance(host).path("next").asText())
                .contains("the CA is left alone", reveille.ca().directory().toString());
            assertThat(Instant.parse(issuance(host).path("nextAt").asText()))
                .isBetween(timer.instant(), timer.instant().plus(Duration.ofMinutes(2)));
          });
      assertThat(served(host)).isEqualTo(served("nobody.test"));
      assertThat(served(known)).isEqualTo(serial);
    } finally {
      reveille.ca().start();
    }
    assertThat(reveille.admin().follow(reveille.admin().renew(host, true)))
        .containsPattern("event: ?done");

    try (Visitor curl = Visitor.trusting(reveille.proxy(), reveille.ca().root())) {
      assertThat(curl.send(curl.secureRequest(host, "/")).body()).isEqualTo("while-it-is-down\n");
    }
  }

  @Test
  void noHandshakeOfAKnownNameFailsWhileTheControlServiceIsKilled() {
    reveille.publicSite("known").run();
    String host = reveille.publicHost("known");
    String serial = reveille.awaitIssued(host);
    Eventually.isTrue(() -> reveille.visitor().get(host, "/").statusCode() == 200);

    try (FreshVisits visits = FreshVisits.of(reveille.proxy(), reveille.ca().root(), host)) {
      visits.awaitMore(10);
      reveille.killControlService();
      visits.awaitMore(20);
      reveille.awaitControlService();
      visits.awaitMore(10);

      assertThat(visits.failures()).isEmpty();
      assertThat(visits.serials()).containsExactly(serial);
    }
  }

  private static String issued(String name) {
    reveille.publicSite(name).create();
    String host = reveille.publicHost(name);
    reveille.awaitIssued(host);
    return host;
  }

  private static JsonNode issuance(String host) {
    return reveille.admin().certificate(host).path("issuance");
  }

  private static String served(String host) {
    return Handshake.with(reveille.proxy(), host).serial();
  }
}
