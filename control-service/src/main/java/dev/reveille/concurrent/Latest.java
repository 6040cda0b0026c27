package dev.reveille.concurrent;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The newest of a series of immutable values, and who wants to hear of the next one.
 *
 * <p>Readers on any thread see the newest value without waiting. There is one writer at a time:
 * {@link #set} calls the listeners in turn, so they have to be quick.
 *
 * @param <T> an immutable type
 */
public final class Latest<T> {
  private final CopyOnWriteArrayList<Consumer<? super T>> listeners = new CopyOnWriteArrayList<>();
  private volatile T value;

  public Latest(T first) {
    this.value = first;
  }

  public T get() {
    return value;
  }

  /** Publishes a value and tells every listener. */
  public synchronized void set(T next) {
    value = next;
    for (Consumer<? super T> listener : listeners) {
      listener.accept(next);
    }
  }

  /**
   * Calls the listener with every later value, on the writer's thread, until the subscription ends.
   */
  public Subscription subscribe(Consumer<? super T> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Ends a subscription; a call that is under way may still arrive. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
