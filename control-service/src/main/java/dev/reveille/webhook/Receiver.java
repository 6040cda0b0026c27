package dev.reveille.webhook;

import dev.reveille.concurrent.Durations;
import dev.reveille.concurrent.RetryAfter;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** A server that takes messages: one POST for each, to which it answers with a 2xx in time. */
final class Receiver {
  private static final int GONE = 410;

  /** It has read the message and does not want it; to send the same again is no use. */
  private static final Set<Integer> REFUSALS = Set.of(400, 413, 415, 422);

  private final URI uri;
  private final Optional<WebhookSecret> secret;
  private final InstantSource clock;

  /** What came of a try. */
  sealed interface Answer {
    /** It has the message. */
    record Taken() implements Answer {}

    /** It will never take this message. */
    record Refused(String reason) implements Answer {}

    /** It wants no message any more. */
    record Gone() implements Answer {}

    /**
     * It may take it at another try.
     *
     * @param notBefore when it wants to be asked again, if it says so
     */
    record Failed(String reason, Optional<Instant> notBefore) implements Answer {}
  }

  Receiver(URI uri, Optional<WebhookSecret> secret, InstantSource clock) {
    this.uri = uri;
    this.secret = secret;
    this.clock = clock;
  }

  /** Its address without what may be secret: the path and the query. */
  String shown() {
    return uri.resolve("/").toString();
  }

  /**
   * Sends a message once. A client for each: messages are rare, and a client that waits for the
   * next one has a thread and buffers of its own. What the answer says beyond its head is not
   * waited for, and redirects are not followed: they may lead where nobody meant to tell anything.
   */
  Answer post(Message message, Duration limit) throws InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(limit).build();
    try {
      HttpResponse<InputStream> response =
          client.send(request(message, limit), BodyHandlers.ofInputStream());
      response.body().close();
      return answer(response);
    } catch (HttpTimeoutException _) {
      return failed("no answer within " + Durations.text(limit));
    } catch (ConnectException _) {
      return failed("it can't be connected to");
    } catch (IOException e) {
      return failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    } finally {
      client.shutdownNow();
    }
  }

  /** The time is that of the try, so that a message which somebody has kept can't be repeated. */
  private HttpRequest request(Message message, Duration limit) {
    long timestamp = clock.instant().getEpochSecond();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(limit)
            .header("User-Agent", "reveille")
            .header("Content-Type", "application/json")
            .header("webhook-id", message.id())
            .header("webhook-timestamp", Long.toString(timestamp))
            .POST(BodyPublishers.ofString(message.body()));
    secret.ifPresent(
        it ->
            request.header(
                "webhook-signature", it.signature(message.id(), timestamp, message.body())));
    return request.build();
  }

  private Answer answer(HttpResponse<?> response) {
    int status = response.statusCode();
    String reason = "it answered " + status;
    if (status >= 200 && status < 300) {
      return new Answer.Taken();
    }
    if (status == GONE) {
      return new Answer.Gone();
    }
    return REFUSALS.contains(status)
        ? new Answer.Refused(reason)
        : new Answer.Failed(reason, RetryAfter.of(response.headers(), clock.instant()));
  }

  private static Answer failed(String reason) {
    return new Answer.Failed(reason, Optional.empty());
  }
}
