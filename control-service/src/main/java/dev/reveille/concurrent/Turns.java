package dev.reveille.concurrent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One at a time for each name, in the order in which they came: a project is woken, put to sleep or
 * removed, never two of these at once. Whoever has the turn sees that another waits for it. Safe
 * for use by many threads.
 */
public final class Turns {
  private final Map<String, Deque<Turn>> byName = new HashMap<>();

  /** Waits for the turn; the caller gives it back by closing it. */
  public Turn take(String name) {
    Turn turn = ask(name);
    turn.await();
    return turn;
  }

  /** Asks for the turn, which whoever has it sees at once; it is there after {@link Turn#await}. */
  public Turn ask(String name) {
    return enter(name);
  }

  /** The turn, if nobody has it. */
  public synchronized Optional<Turn> tryTake(String name) {
    return byName.containsKey(name) ? Optional.empty() : Optional.of(enter(name));
  }

  /** Whether somebody has it. */
  public synchronized boolean isTaken(String name) {
    return byName.containsKey(name);
  }

  private synchronized Turn enter(String name) {
    Deque<Turn> queue = byName.computeIfAbsent(name, _ -> new ArrayDeque<>());
    Turn turn = new Turn(name);
    queue.addLast(turn);
    if (queue.size() == 1) {
      turn.mine.complete(null);
    } else {
      queue.getFirst().wanted.complete(null);
    }
    return turn;
  }

  private synchronized void leave(Turn turn) {
    Deque<Turn> queue = byName.get(turn.name);
    if (queue == null || !queue.remove(turn)) {
      return;
    }
    if (queue.isEmpty()) {
      byName.remove(turn.name);
      return;
    }
    Turn next = queue.getFirst();
    next.mine.complete(null);
    if (queue.size() > 1) {
      next.wanted.complete(null);
    }
  }

  /** The right to change something about one name, until it is closed; or the wish for it. */
  public final class Turn implements AutoCloseable {
    private final String name;
    private final CompletableFuture<Void> mine = new CompletableFuture<>();
    private final CompletableFuture<Void> wanted = new CompletableFuture<>();

    private Turn(String name) {
      this.name = name;
    }

    /** Waits until it is there. */
    public void await() {
      mine.join();
    }

    /** Completes when another waits for the turn. */
    public CompletableFuture<Void> wanted() {
      return wanted.copy();
    }

    public boolean isWanted() {
      return wanted.isDone();
    }

    /** Gives it back; the second time nothing happens. */
    @Override
    public void close() {
      leave(this);
    }
  }
}
