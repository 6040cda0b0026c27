package dev.reveille.wake;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Lets only so many wakes run at a time; the others wait in the order in which they came. */
final class WakeQueue {
  private final int maxConcurrent;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private int running;

  private record Waiting(Wake wake, CompletableFuture<Void> turn) {}

  WakeQueue(int maxConcurrent) {
    this.maxConcurrent = maxConcurrent;
  }

  /** Completes when it is the wake's turn; its place is shown in its progress until then. */
  CompletableFuture<Void> enter(Wake wake) {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    synchronized (this) {
      waiting.add(new Waiting(wake, turn));
    }
    advance();
    return turn;
  }

  /** The wake that had its turn is over. */
  void leave() {
    synchronized (this) {
      running--;
    }
    advance();
  }

  private synchronized void advance() {
    while (running < maxConcurrent && !waiting.isEmpty()) {
      running++;
      waiting.remove().turn().complete(null);
    }
    int position = 1;
    for (Waiting each : waiting) {
      each.wake().queued(position++);
    }
  }
}
