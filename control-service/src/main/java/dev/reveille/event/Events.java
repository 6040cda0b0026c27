package dev.reveille.event;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events since the start; the last ones are remembered. Safe for use by many threads. */
public final class Events {
  private static final Logger log = LoggerFactory.getLogger(Events.class);
  private static final int REMEMBERED = 500;

  private final InstantSource clock;
  private final Deque<Event> last = new ArrayDeque<>();
  private final CopyOnWriteArrayList<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
  private long number;

  public Events(InstantSource clock) {
    this.clock = clock;
  }

  /** Something happened now; listeners are told in turn, in the order of the numbers. */
  public synchronized void add(String kind, String subject, String text) {
    add(clock.instant(), kind, subject, text);
  }

  /** Something happened at a time. */
  public synchronized void add(Instant time, String kind, String subject, String text) {
    number++;
    Event event = new Event(number, time, kind, subject, text);
    last.addLast(event);
    if (last.size() > REMEMBERED) {
      last.removeFirst();
    }
    listeners.forEach(listener -> tell(listener, event));
  }

  /**
   * Hears of the remembered events after a number at once, and then of every later one, none left
   * out and none twice. Listeners have to be quick.
   *
   * @return ends the subscription
   */
  public synchronized Runnable follow(long after, Consumer<Event> listener) {
    since(after).forEach(listener);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The remembered events after a number, oldest first. */
  public synchronized List<Event> since(long after) {
    return last.stream().filter(event -> event.number() > after).toList();
  }

  /** Whoever does something that is told of must not fail because somebody hears of it. */
  private static void tell(Consumer<Event> listener, Event event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      log.error("Could not tell of an event kind={} subject={}", event.kind(), event.subject(), e);
    }
  }
}
