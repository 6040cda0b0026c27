package dev.reveille.webhook;

import dev.reveille.concurrent.Timer;
import dev.reveille.event.Event;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells receivers of events by HTTP, as Standard Webhooks has it (github.com/standard-webhooks,
 * spec 1.0.0). Nobody waits for that, and what can't be told within an hour is dropped.
 */
public final class Webhooks implements AutoCloseable {
  /** A container that is stopped has ten seconds for everything. */
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(10), Duration.ofSeconds(3));

  private final Settings settings;
  private final Timer timer;
  private final Duration flush;
  private final List<Outbox> outboxes;

  /**
   * Who is told of what.
   *
   * @param urls {@code http} or {@code https}
   * @param secret signs what is sent, where there is one
   * @param kinds of {@link EventKinds}
   */
  public record Settings(List<URI> urls, Optional<WebhookSecret> secret, Set<String> kinds) {
    public Settings {
      urls = List.copyOf(urls);
      kinds = Set.copyOf(kinds);
    }
  }

  /** What came of sending. */
  public enum Outcome {
    /** A receiver has a message. */
    TAKEN,
    /** A try failed; there is another. */
    FAILED,
    /** A receiver does not get a message. */
    DROPPED
  }

  /**
   * How long things may take.
   *
   * @param post one try
   * @param flush what is sent at the end
   */
  record Patience(Duration post, Duration flush) {}

  /**
   * @param outcomes hears of each, and has to be quick
   */
  public Webhooks(Settings settings, Timer timer, Consumer<Outcome> outcomes) {
    this(settings, timer, outcomes, PATIENCE);
  }

  Webhooks(Settings settings, Timer timer, Consumer<Outcome> outcomes, Patience patience) {
    this.settings = settings;
    this.timer = timer;
    this.flush = patience.flush();
    this.outboxes =
        settings.urls().stream()
            .map(url -> new Receiver(url, settings.secret(), timer))
            .map(receiver -> new Outbox(receiver, patience.post(), timer, outcomes))
            .toList();
  }

  public void start() {
    outboxes.forEach(Outbox::start);
  }

  /** Has it told, if it is of a kind that was chosen; returns at once. */
  public void hear(Event event) {
    if (settings.kinds().contains(event.kind())) {
      Message message = Message.of(event);
      outboxes.forEach(outbox -> outbox.add(message));
    }
  }

  /** Tries what waits once more, for a few seconds at most. */
  @Override
  public void close() {
    Instant until = timer.instant().plus(flush);
    outboxes.forEach(outbox -> outbox.flush(until));
    try {
      for (Outbox outbox : outboxes) {
        outbox.awaitEnd(Duration.between(timer.instant(), until));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
