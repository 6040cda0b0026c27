package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reveille.certificate.IssuanceFailed;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates as administrators see and change them. */
class CertificateCallsTest {
  private static final String SHOP = "shop.example.com";
  private static final String PATH = "/v1/certificates/" + SHOP;

  private final CertificateApi house = new CertificateApi();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void listsEveryNameWithWhatIsShownAndWhatIsNext() {
    ServerCertificate blog = TestChains.authority("Bought CA").leaf("blog.test").make();
    house.problems = List.of("something is wrong with a file");
    house.custom(Map.of("blog.test", blog)).site("shop", SHOP).site("blog", "blog.test").open();

    JsonNode body = house.get("/v1/certificates").body();

    assertThat(body.path("problems").path(0).asText()).isEqualTo("something is wrong with a file");
    assertThat(body.path("certificates").findValuesAsText("name"))
        .containsExactly("*", "blog.test", SHOP);
    JsonNode bought = body.path("certificates").path(1);
    assertThat(bought.path("source").asText()).isEqualTo("custom");
    assertThat(bought.path("trusted").asBoolean()).isTrue();
    assertThat(bought.path("certificate").path("issuer").asText()).isEqualTo("CN=Bought CA");
    assertThat(bought.has("issuance")).isFalse();
    JsonNode ordered = body.path("certificates").path(2);
    assertThat(ordered.path("source").asText()).isEqualTo("issued");
    assertThat(ordered.path("certificate").path("serial").asText())
        .isEqualTo(house.office.certificate(SHOP).serial());
    assertThat(ordered.path("issuance").path("state").asText()).isEqualTo("valid");
    assertThat(ordered.path("issuance").path("authority").asText())
        .isEqualTo("https://ca.example/directory");
    assertThat(ordered.path("issuance").path("nextAt").asText()).startsWith("2026-");
  }

  @Test
  void showsOneNameAlsoWithoutACertificate() {
    house.site("shop", "shop.test").open();

    JsonNode body = house.get("/v1/certificates/shop.test").body();

    assertThat(body.has("certificate")).isFalse();
    assertThat(body.path("issuance").path("state").asText()).isEqualTo("not-allowed");
    assertThat(body.path("issuance").path("next").asText()).contains(".test");
  }

  @Test
  void neverShowsAKey() {
    house.site("shop", SHOP).open();

    for (String path : List.of("/v1/certificates", PATH, "/v1/certificates/%2A")) {
      ControlApi.Answer answer = house.get(path);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().findValues("key")).isEmpty();
      assertThat(answer.body().toString()).doesNotContain("PRIVATE KEY");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /v1/certificates/nobodys.test",
    "DELETE, /v1/certificates/nobodys.test",
    "POST,   /v1/certificates/nobodys.test/renew",
    "POST,   /v1/certificates/nobodys.test/revoke",
    "POST,   /v1/certificates/nobodys.test/roll-back",
    "POST,   /v1/certificates/shop.example.com/roll-back"
  })
  void tellsThatThereIsNoSuchCertificate(String method, String path) {
    house.site("shop", SHOP).open();

    ControlApi.Answer answer =
        switch (method) {
          case "GET" -> house.get(path);
          case "DELETE" -> house.delete(path);
          default -> house.post(path);
        };

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.type()).isEqualTo("urn:reveille:problem:no-such-certificate");
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /v1/certificates/shop.example.com",
    "POST,   /v1/certificates/shop.example.com/renew",
    "POST,   /v1/certificates/shop.example.com/revoke",
    "POST,   /v1/certificates/renew"
  })
  void withoutACaNothingIsOrderedHere(String method, String path) {
    house.site("shop", SHOP).openWithoutAcme();

    ControlApi.Answer answer = method.equals("DELETE") ? house.delete(path) : house.post(path);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.type()).isEqualTo("urn:reveille:problem:not-issued-here");
    assertThat(house.get("/v1/renewals/1").type()).isEqualTo("urn:reveille:problem:no-such-job");
  }

  @Test
  void renewsAndTellsWhereToFollowThat() {
    house.site("shop", SHOP).open();
    String first = house.office.certificate(SHOP).serial();

    ControlApi.Answer begun = house.post(PATH + "/renew");
    ControlApi.Answer joined = house.post(PATH + "/renew");

    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.body().path("state").asText()).isEqualTo("running");
    assertThat(joined.header("location"))
        .isEqualTo(begun.header("location"))
        .isEqualTo("/v1/renewals/" + begun.body().path("id").asText());
    house.office.settle();
    JsonNode job = house.get(begun.header("location")).body();
    String second = house.office.certificate(SHOP).serial();
    assertThat(job.path("name").asText()).isEqualTo(SHOP);
    assertThat(job.path("state").asText()).isEqualTo("done");
    assertThat(job.path("steps").findValuesAsText("text"))
        .startsWith("checking the CA's limits")
        .endsWith("the gateway serves serial " + second);
    assertThat(job.path("steps").findValuesAsText("at"))
        .allSatisfy(at -> assertThat(at).startsWith("2026-01-31T"));
    assertThat(second).isNotEqualTo(first);
    assertThat(house.get(PATH).body().path("certificate").path("serial").asText())
        .isEqualTo(second);
  }

  @Test
  void refusesWithTheReasonAndTheTimeUnlessItIsForced() {
    house.site("shop", SHOP).open();
    house.office.ca.fails(SHOP, IssuanceFailed.Kind.REFUSED, Optional.empty());
    house.post(PATH + "/renew");
    house.office.settle();

    ControlApi.Answer refused = house.post(PATH + "/renew");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.type()).isEqualTo("urn:reveille:problem:renewal-refused");
    assertThat(refused.body().path("detail").asText())
        .contains("scripted REFUSED")
        .endsWith("; ?force=true does it all the same");
    assertThat(Integer.parseInt(refused.header("retry-after"))).isPositive();
    assertThat(house.post(PATH + "/renew?force=true").status()).isEqualTo(202);
  }

  @Test
  void doesNotAdviseForceWhereThatDoesNotHelp() {
    house.site("shop", SHOP).open();
    house.office.holdsLock = false;

    for (String force : List.of("", "?force=true")) {
      ControlApi.Answer refused = house.post(PATH + "/renew" + force);

      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.body().path("detail").asText()).doesNotContain("force=true");
    }
  }

  @Test
  void renewsAllThatCanBeRenewed() {
    house.site("shop", SHOP).site("blog", "blog.example.com").open();
    house.office.ca.fails("blog.example.com", IssuanceFailed.Kind.REFUSED, Optional.empty());
    house.post("/v1/certificates/blog.example.com/renew");
    house.office.settle();

    ControlApi.Answer answer = house.post("/v1/certificates/renew");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("renewals").findValuesAsText("name")).containsExactly(SHOP);
    assertThat(answer.body().path("refused").findValuesAsText("name"))
        .containsExactly("blog.example.com");
    assertThat(answer.body().path("refused").path(0).path("reason").asText())
        .contains("scripted REFUSED");
  }

  @Test
  void revokesAtTheCaAndOrdersNoOther() {
    house.site("shop", SHOP).open();
    String serial = house.office.certificate(SHOP).serial();

    assertThat(house.post(PATH + "/revoke").status()).isEqualTo(204);

    house.office.settle();
    assertThat(house.office.ca.revoked()).containsExactly(serial);
    assertThat(house.office.issued.find(SHOP)).isEmpty();
    assertThat(house.get(PATH).body().path("issuance").path("state").asText()).isEqualTo("stopped");
  }

  @Test
  void keepsWhatTheCaWouldNotRevoke() {
    house.site("shop", SHOP).open();
    house.office.ca.goDown();

    ControlApi.Answer answer = house.post(PATH + "/revoke");

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.type()).isEqualTo("urn:reveille:problem:ca-refused");
    assertThat(answer.body().path("detail").asText()).isEqualTo("scripted CA_UNREACHABLE");
    assertThat(house.office.issued.find(SHOP)).isPresent();
  }

  @Test
  void deletesHereOnly() {
    house.site("shop", SHOP).open();
    String first = house.office.certificate(SHOP).serial();

    assertThat(house.delete(PATH).status()).isEqualTo(204);

    house.office.settle();
    assertThat(house.office.ca.revoked()).isEmpty();
    assertThat(house.office.certificate(SHOP).serial()).isNotEqualTo(first);
  }

  @Test
  void rollsBackAndTellsOfTheOneThatIsShownThen() {
    house.site("shop", SHOP).open();
    String first = house.office.certificate(SHOP).serial();
    house.post(PATH + "/renew");
    house.office.settle();

    ControlApi.Answer answer = house.post(PATH + "/roll-back");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("certificate").path("serial").asText()).isEqualTo(first);
  }

  @Test
  void streamsTheStepsOfARenewalUntilItsEnd() throws Exception {
    house.site("shop", SHOP).open();
    String job = house.post(PATH + "/renew").header("location");

    try (EventStream stream = follow(job)) {
      List<EventStream.Event> events = new ArrayList<>(List.of(stream.next()));
      house.office.settle();
      if (!events.getFirst().name().equals("done")) { // it may be quicker than the stream is opened
        events.addAll(stream.rest());
      }

      assertThat(events.getFirst().data()).contains("checking the CA's limits");
      assertThat(events.getLast().data()).contains("the gateway serves serial");
      assertThat(events.removeLast().name()).isEqualTo("done");
      assertThat(events).allSatisfy(event -> assertThat(event.name()).isEqualTo("progress"));
    }
    try (EventStream late = follow(job)) {
      assertThat(late.rest())
          .singleElement()
          .satisfies(it -> assertThat(it.name()).isEqualTo("done"));
    }
    assertThat(house.get("/v1/renewals/other/events").type())
        .isEqualTo("urn:reveille:problem:no-such-job");
  }

  private EventStream follow(String job) {
    return house.still(
        () ->
            new EventStream(
                house.api().stream(
                    job + "/events", "Authorization", "Bearer " + ControlApi.ADMIN)));
  }
}
