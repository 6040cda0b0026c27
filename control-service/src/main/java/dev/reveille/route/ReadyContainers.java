package dev.reveille.route;

import dev.reveille.concurrent.Latest;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The containers that have been seen to answer since they were started. "Running" is the engine's
 * word and not enough: a port that is not open yet is a 502.
 *
 * <p>Safe for use by many threads.
 */
public final class ReadyContainers {
  private final Latest<Set<String>> ids = new Latest<>(Set.of());

  /** Ids of containers. */
  public Latest<Set<String>> ids() {
    return ids;
  }

  public boolean contains(String id) {
    return ids.get().contains(id);
  }

  /** They answer. */
  public void add(Collection<String> answering) {
    change(
        known -> {
          known.addAll(answering);
          return known;
        });
  }

  /** They did not answer any more. */
  public void forget(Collection<String> silent) {
    change(
        known -> {
          known.removeAll(silent);
          return known;
        });
  }

  /** Forgets all that do not run any more. */
  public void retain(Set<String> running) {
    change(
        known -> {
          known.retainAll(running);
          return known;
        });
  }

  private synchronized void change(UnaryOperator<Set<String>> step) {
    Set<String> next = step.apply(new HashSet<>(ids.get()));
    if (!next.equals(ids.get())) {
      ids.set(Set.copyOf(next));
    }
  }
}
