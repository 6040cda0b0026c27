package dev.reveille.webhook;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Messages that wait, oldest first; for one thread at a time. */
final class Waiting {
  /** A few hundred kilobytes. */
  static final int MOST = 1_000;

  private final Deque<Message> messages = new ArrayDeque<>();

  /** Returns whether the oldest had to go for it. */
  boolean add(Message message) {
    boolean isFull = messages.size() == MOST;
    if (isFull) {
      messages.removeFirst();
    }
    messages.addLast(message);
    return isFull;
  }

  Optional<Message> first() {
    return Optional.ofNullable(messages.peekFirst());
  }

  /** Nothing happens where it is gone already. */
  void remove(Message message) {
    messages.remove(message);
  }

  /** Returns how many there were. */
  int removeBefore(Instant time) {
    int before = messages.size();
    messages.removeIf(message -> message.time().isBefore(time));
    return before - messages.size();
  }

  /** Returns how many there were. */
  int removeAll() {
    int all = messages.size();
    messages.clear();
    return all;
  }
}
