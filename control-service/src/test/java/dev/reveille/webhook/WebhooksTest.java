package dev.reveille.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.event.Events;
import dev.reveille.testing.Command;
import dev.reveille.testing.Eventually;
import dev.reveille.testing.Ports;
import dev.reveille.webhook.TestReceiver.Delivery;
import dev.reveille.webhook.Webhooks.Outcome;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhooksTest {
  private static final String SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Duration LONG = Duration.ofSeconds(30);

  /** For receivers that don't answer. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final LeapingTimer timer = new LeapingTimer();
  private final Events events = new Events(timer);
  private final TestReceiver receiver = new TestReceiver();
  private final Map<Outcome, Integer> outcomes =
      Collections.synchronizedMap(new EnumMap<>(Outcome.class));

  @AfterEach
  void cleanUp() {
    receiver.close();
  }

  @Test
  void tellsWhatHappenedToWhat() throws Exception {
    try (Webhooks _ = webhooks(receiver.uri())) {
      events.add("project.asleep", "shop", "stopped: \"idle\" for 30m");
      Delivery delivery = deliveries(1).getFirst();
      JsonNode body = new ObjectMapper().readTree(delivery.body());

      assertThat(body.properties())
          .extracting(Map.Entry::getKey)
          .containsExactly("id", "time", "kind", "subject", "text");
      assertThat(body.path("id").asText()).isEqualTo(delivery.header("webhook-id"));
      assertThat(body.path("time").asText()).isEqualTo("2026-01-31T12:00:00Z");
      assertThat(body.path("kind").asText()).isEqualTo("project.asleep");
      assertThat(body.path("subject").asText()).isEqualTo("shop");
      assertThat(body.path("text").asText()).isEqualTo("stopped: \"idle\" for 30m");
      assertThat(delivery.header("content-type")).isEqualTo("application/json");
      assertThat(delivery.header("user-agent")).isEqualTo("reveille");
    }
  }

  /** By OpenSSL, which knows nothing of how it was made. */
  @Test
  void theSignatureIsThatOfIdTimeAndBody() {
    try (Webhooks _ = webhooks(receiver.uri())) {
      events.add("project.asleep", "shop", "stopped");
      Delivery delivery = deliveries(1).getFirst();
      String signed =
          "%s.%s.%s"
              .formatted(
                  delivery.header("webhook-id"),
                  delivery.header("webhook-timestamp"),
                  delivery.body());
      String script =
          "printf %s \"$SIGNED\" | openssl dgst -sha256 -mac HMAC -binary -macopt"
              + " hexkey:$(printf %s \"$SECRET\" | base64 -d | od -An -v -tx1 | tr -d ' \\n')"
              + " | base64";
      String expected =
          new Command(Map.of("SIGNED", signed, "SECRET", SECRET)).run("sh", "-c", script);

      assertThat(delivery.header("webhook-signature")).isEqualTo("v1," + expected);
      assertThat(delivery.header("webhook-timestamp"))
          .isEqualTo(Long.toString(timer.instant().getEpochSecond()));
    }
  }

  @Test
  void withoutASecretNothingIsSigned() {
    Webhooks.Settings settings =
        new Webhooks.Settings(List.of(receiver.uri()), Optional.empty(), Set.of("project.asleep"));
    try (Webhooks _ = start(settings, LONG)) {
      events.add("project.asleep", "shop", "stopped");

      assertThat(deliveries(1).getFirst().header("webhook-signature")).isEmpty();
    }
  }

  @Test
  void onlyChosenKindsAreTold() {
    try (Webhooks _ = webhooks(receiver.uri())) {
      events.add("certificate.ordered", "shop.test", "not chosen");
      events.add("project.asleep", "shop", "chosen");

      deliveries(1);
      assertThat(receiver.texts()).containsExactly("chosen");
    }
  }

  @Test
  void whatFailsIsTriedAgainWithTheSameIdAndANewTimeAndTheOthersWaitBehindIt() {
    receiver.answers(503).answers(500).answers(302, Map.of("Location", "/elsewhere"));
    try (Webhooks _ = webhooks(receiver.uri())) {
      events.add("project.asleep", "shop", "first");
      events.add("project.asleep", "blog", "second");

      List<Delivery> deliveries = deliveries(5);
      assertThat(receiver.texts()).containsExactly("first", "first", "first", "first", "second");
      assertThat(deliveries.subList(0, 4))
          .extracting(each -> each.header("webhook-id"))
          .containsOnly(deliveries.getFirst().header("webhook-id"));
      assertThat(times(deliveries.subList(0, 4))).isSorted().doesNotHaveDuplicates();
      assertThat(deliveries.getLast().header("webhook-id"))
          .isNotEqualTo(deliveries.getFirst().header("webhook-id"));
      Eventually.passes(
          () ->
              assertThat(outcomes)
                  .containsExactlyInAnyOrderEntriesOf(Map.of(Outcome.FAILED, 3, Outcome.TAKEN, 2)));
    }
  }

  @Test
  void aReceiverSaysWhenItWantsToBeAskedAgain() {
    receiver.answers(429, Map.of("Retry-After", "600"));
    try (Webhooks _ = webhooks(receiver.uri())) {
      events.add("project.asleep", "shop", "stopped");

      List<Long> times = times(deliveries(2));
      assertThat(times.get(1) - times.get(0)).isBetween(600L, 601L);
    }
  }

  @Test
  void whatIsRefusedForWhatItIsIsNotSentAgain() {
    receiver.answers(422);
    try (Webhooks _ = webhooks(receiver.uri())) {
      events.add("project.asleep", "shop", "first");
      events.add("project.asleep", "shop", "second");

      deliveries(2);
      assertThat(receiver.texts()).containsExactly("first", "second");
      assertThat(outcomes).containsEntry(Outcome.DROPPED, 1);
    }
  }

  @Test
  void whoIsGoneForGoodGetsNothingMoreAndTheOthersDo() {
    try (TestReceiver other = new TestReceiver();
        Webhooks _ = webhooks(receiver.answers(410).uri(), other.uri())) {
      events.add("project.asleep", "shop", "first");
      Eventually.passes(() -> assertThat(outcomes).containsEntry(Outcome.DROPPED, 1));
      events.add("project.asleep", "shop", "second");

      Eventually.passes(() -> assertThat(other.texts()).containsExactly("first", "second"));
      assertThat(receiver.texts()).containsExactly("first");
    }
  }

  @Test
  void aReceiverThatIsAwayForLessThanAnHourGetsAll() {
    IntStream.range(0, 12).forEach(_ -> receiver.answers(502));
    try (Webhooks _ = webhooks(receiver.uri())) {
      events.add("project.asleep", "shop", "stopped");

      List<Delivery> deliveries = deliveries(13);
      assertThat(deliveries.getLast().body()).contains("\"text\":\"stopped\"");
      assertThat(outcomes).doesNotContainKey(Outcome.DROPPED);
    }
  }

  @Test
  void whatWasNotTakenForAnHourIsDropped() {
    IntStream.range(0, 100).forEach(_ -> receiver.answers(502));
    try (Webhooks _ = webhooks(receiver.uri())) {
      events.add("project.asleep", "shop", "stopped");

      Eventually.passes(() -> assertThat(outcomes).containsEntry(Outcome.DROPPED, 1));
      List<Long> times = times(receiver.deliveries());
      assertThat(times.getLast() - times.getFirst()).isBetween(3_000L, 3_600L);
    }
  }

  @Test
  void nobodyListeningIsAFailureLikeAnyOther() {
    URI nobody = URI.create("http://127.0.0.1:%d/".formatted(Ports.free()));
    try (Webhooks _ = webhooks(nobody)) {
      events.add("project.asleep", "shop", "stopped");

      Eventually.passes(() -> assertThat(outcomes).containsEntry(Outcome.DROPPED, 1));
      assertThat(outcomes.get(Outcome.FAILED)).isGreaterThan(10);
    }
  }

  @Test
  void aReceiverThatDoesNotAnswerIsGivenUpAndTriedAgain() {
    receiver.isSilent();
    try (Webhooks _ = start(settings(receiver.uri()), SHORT)) {
      events.add("project.asleep", "shop", "stopped");

      deliveries(2);
      assertThat(receiver.texts()).containsExactly("stopped", "stopped");
    }
  }

  @Test
  void whoTellsDoesNotWaitAndTheOldestGoWhenTooManyWait() {
    receiver.isSilent();
    try (Webhooks _ = start(settings(receiver.uri()), SHORT)) {
      events.add("project.asleep", "shop", "0");
      deliveries(1);
      IntStream.rangeClosed(1, Waiting.MOST + 50)
          .forEach(i -> events.add("project.asleep", "shop", Integer.toString(i)));

      Eventually.passes(
          () ->
              assertThat(receiver.texts())
                  .endsWith(Integer.toString(Waiting.MOST + 50))
                  .contains("51")
                  .doesNotContain("50"));
      assertThat(outcomes).containsEntry(Outcome.DROPPED, 51);
      assertThat(outcomes).containsEntry(Outcome.TAKEN, Waiting.MOST);
    }
  }

  @Test
  void atTheEndWhatWaitsIsTriedOnceMore() {
    receiver.answers(503);
    Webhooks webhooks = webhooks(receiver.uri());
    timer.holdStill(
        () -> {
          events.add("project.asleep", "shop", "first");
          events.add("project.asleep", "shop", "second");
          Eventually.passes(() -> assertThat(outcomes).containsEntry(Outcome.FAILED, 1));
          webhooks.close();
          return true;
        });

    assertThat(receiver.texts()).containsExactly("first", "first", "second");
    events.add("project.asleep", "shop", "too late");
    assertThat(receiver.texts()).hasSize(3);
  }

  @Test
  void aReceiverThatDoesNotAnswerHoldsUpTheEndOnlyForAMoment() {
    receiver.isSilent().isSilent();
    Webhooks webhooks = start(settings(receiver.uri()), SHORT);
    events.add("project.asleep", "shop", "first");
    events.add("project.asleep", "shop", "second");
    deliveries(1);

    long start = System.nanoTime();
    webhooks.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    Eventually.passes(() -> assertThat(outcomes).containsEntry(Outcome.DROPPED, 2));
  }

  private static Webhooks.Settings settings(URI... urls) {
    return new Webhooks.Settings(
        List.of(urls), Optional.of(WebhookSecret.of(SECRET)), Set.of("project.asleep"));
  }

  private Webhooks webhooks(URI... urls) {
    return start(settings(urls), LONG);
  }

  private Webhooks start(Webhooks.Settings settings, Duration patience) {
    Webhooks webhooks =
        new Webhooks(
            settings,
            timer,
            outcome -> outcomes.merge(outcome, 1, Integer::sum),
            new Webhooks.Patience(patience, patience));
    webhooks.start();
    events.follow(0, webhooks::hear);
    return webhooks;
  }

  private List<Delivery> deliveries(int count) {
    Eventually.passes(() -> assertThat(receiver.deliveries()).hasSizeGreaterThanOrEqualTo(count));
    return receiver.deliveries();
  }

  private static List<Long> times(List<Delivery> deliveries) {
    return deliveries.stream()
        .map(each -> Instant.ofEpochSecond(Long.parseLong(each.header("webhook-timestamp"))))
        .map(Instant::getEpochSecond)
        .toList();
  }
}
