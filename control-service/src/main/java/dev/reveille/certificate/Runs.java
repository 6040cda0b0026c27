package dev.reveille.certificate;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is under way, and what administrators wait for; one of each for a name. */
final class Runs {
  private final Map<String, Run> orders = new HashMap<>();
  private final Map<String, Wish> wishes = new HashMap<>();
  private final Set<String> removals = new HashSet<>();

  /**
   * To have a certificate renewed now.
   *
   * @param isForced whatever limits and checks say
   */
  record Wish(RenewalJob job, boolean isForced) {}

  Optional<Run> order(String name) {
    return Optional.ofNullable(orders.get(name));
  }

  int orders() {
    return orders.size();
  }

  void begin(Run run) {
    orders.put(run.name(), run);
    wish(run.name()).ifPresent(it -> run.report(it.job()));
  }

  /** The order has ended, and so has the wish for it. */
  void end(Run run) {
    orders.remove(run.name());
    wishes.remove(run.name());
  }

  Optional<Wish> wish(String name) {
    return Optional.ofNullable(wishes.get(name));
  }

  Collection<String> wished() {
    return List.copyOf(wishes.keySet());
  }

  /** An order that is under way reports to it as well. */
  void wish(String name, Wish wish) {
    wishes.put(name, wish);
    order(name).ifPresent(it -> it.report(wish.job()));
  }

  /** It can't be had. */
  void deny(String name, String reason) {
    Wish wish = wishes.remove(name);
    if (wish != null) {
      wish.job().fail(reason);
    }
  }

  boolean isBeingRemoved(String name) {
    return removals.contains(name);
  }

  void beginRemoval(String name) {
    removals.add(name);
  }

  void endRemoval(String name) {
    removals.remove(name);
  }
}
