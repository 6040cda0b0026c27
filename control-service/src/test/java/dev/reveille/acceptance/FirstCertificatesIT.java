package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.concurrent.Threads;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.Pebble;
import dev.reveille.testing.RealEngine;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hosts get their first certificate from a CA that asks over HTTP. */
class FirstCertificatesIT {
  private static final String HMAC = "bm90LXNvLXNlY3JldC1obWFjLW9mLWEtdGVzdHMtYWNjb3VudA";
  private static final String OTHERS_TOKEN = "a-token-of-the-projects-own-client";
  private static final String DONE = "event: ?done";
  private static final int VISITORS = 50;

  @RegisterExtension
  static final Installation reveille =
      Installation.with(
              "ACME_EAB_KID", "kid-1",
              "ACME_EAB_HMAC", HMAC,
              "HTTPS_REDIRECT", "on",
              "ACCESS_LOG", "on")
          .orderingFrom(Pebble.with().externalAccount("kid-1", HMAC));

  @Test
  void aSleepingProjectHasOneBeforeItsFirstVisitWhichFindsItTrusted() {
    String container = reveille.publicSite("sleeper").create();
    String host = reveille.publicHost("sleeper");

    reveille.awaitIssued(host);
    assertThat(Containers.status(container)).isEqualTo("created");

    try (Visitor curl = Visitor.trusting(reveille.proxy(), reveille.ca().root())) {
      HttpResponse<String> answer = curl.send(curl.secureRequest(host, "/"));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("sleeper\n");
      assertThat(answer.headers().firstValue("Reveille-Wake")).hasValue("cold");
    }
  }

  /** The CA issues to nobody else ({@link Pebble.Setup#externalAccount}). */
  @Test
  void theAccountIsBoundToTheOneThatWasOpenedAtTheCaBefore() {
    reveille.publicSite("bound").create();
    String host = reveille.publicHost("bound");

    reveille.awaitIssued(host);

    JsonNode issuance = reveille.admin().certificate(host).path("issuance");
    assertThat(issuance.path("authority").asText()).isEqualTo(reveille.ca().directory().toString());
  }

  @Test
  void tokensOfOthersGoOnToTheProjectWhichMayAskACaItself() {
    reveille.publicSite("own-client").run();
    String host = reveille.publicHost("own-client");
    reveille.awaitIssued(host);
    String path = "/.well-known/acme-challenge/" + OTHERS_TOKEN;

    Eventually.passes(
        () -> {
          HttpResponse<String> answer = reveille.visitor().get(host, path);
          assertThat(answer.statusCode()).isEqualTo(404);
          assertThat(answer.body()).isEqualTo("nothing at " + path + "\n");
        });
  }

  @Test
  void whoIsSentToHttpsIsNeverTheCa() {
    reveille.publicSite("redirected").create();
    String host = reveille.publicHost("redirected");
    reveille.awaitIssued(host);
    Eventually.passes(
        () -> assertThat(reveille.visitor().get(host, "/").statusCode()).isEqualTo(301));

    int before = challenges().size();
    assertThat(reveille.admin().follow(reveille.admin().renew(host, false))).containsPattern(DONE);

    assertThat(challenges())
        .hasSizeGreaterThan(before)
        .allMatch(line -> line.contains(" HTTP/1.1\" 200 "));
  }

  @Test
  void fiftyVisitorsOfANewHostBelowAPatternWaitForOneOrder() {
    String parent = reveille.publicHost("w");
    reveille.sandbox().container("w").label("reveille.host", "*." + parent).create();
    reveille.known("known." + parent);
    String host = "new." + parent;

    List<String> serials = shakeHandsAtOnce(host);

    String serial = reveille.admin().certificate(host).at("/certificate/serial").asText();
    assertThat(serials).hasSize(VISITORS).containsOnly(serial);
    assertThat(SentOrders.of(reveille.proxy(), host)).containsExactly("ISSUED");
    assertThat(validations(host)).isEqualTo(1);
    try (Visitor curl = Visitor.trusting(reveille.proxy(), reveille.ca().root())) {
      assertThat(curl.send(curl.secureRequest(host, "/")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aHostThatLeadsElsewhereIsSaidToAndNotOrderedFor() {
    String elsewhere = address(reveille.sandbox().container("elsewhere").run());
    String host = reveille.publicHost("astray");
    reveille.ca().addA(host, elsewhere);

    reveille.publicSite("astray").create();

    Eventually.passes(
        () -> {
          JsonNode issuance = reveille.admin().certificate(host).path("issuance");
          assertThat(issuance.path("state").asText()).isEqualTo("waiting");
          assertThat(issuance.path("next").asText()).contains(host + " leads to " + elsewhere);
          assertThat(issuance.path("lastError").asText()).contains(elsewhere);
          assertThat(issuance.path("nextAt").asText()).isNotEmpty();
        });
    assertThat(SentOrders.of(reveille.proxy(), host)).isEmpty();
    assertThat(validations(host)).isZero();
  }

  private static List<String> shakeHandsAtOnce(String host) {
    try (ExecutorService threads = Threads.perTask("visitors")) {
      return IntStream.range(0, VISITORS)
          .mapToObj(
              _ ->
                  CompletableFuture.supplyAsync(
                      () -> Handshake.with(reveille.proxy(), host).serial(), threads))
          .toList()
          .stream()
          .map(CompletableFuture::join)
          .toList();
    }
  }

  /** As the gateway logs requests of the CA, and of the check before an order. */
  private static List<String> challenges() {
    return reveille
        .proxy()
        .log()
        .lines()
        .filter(line -> line.contains("\"GET /.well-known/acme-challenge/"))
        .filter(line -> !line.contains(OTHERS_TOKEN))
        .toList();
  }

  private static long validations(String host) {
    return reveille.ca().logged("Value:\"%s\"".formatted(host));
  }

  private static String address(String container) {
    return RealEngine.get()
        .docker(
            "inspect",
            "--format",
            "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
            container);
  }
}
