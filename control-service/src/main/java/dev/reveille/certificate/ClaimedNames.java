package dev.reveille.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Whose certificates are ours to order: what labels name, and what visitors asked for under the
 * patterns of labels. For one thread.
 */
final class ClaimedNames {
  private static final Duration DEMAND_LASTS = Duration.ofHours(1);

  /** So that a flood of made-up hosts under a pattern costs no more than this much memory. */
  private static final int MOST_DEMANDED = 1_000;

  private final NamePolicy policy;
  private final Predicate<String> claimed;
  private final Map<String, Instant> demanded = new HashMap<>();
  private final Map<String, Boolean> byPattern = new HashMap<>();
  private WantedNames wanted = WantedNames.NONE;
  private boolean isKnown;

  /**
   * @param claimed whether a label's pattern claims a host at present
   */
  ClaimedNames(NamePolicy policy, Predicate<String> claimed) {
    this.policy = policy;
    this.claimed = claimed;
  }

  void set(WantedNames now) {
    wanted = now;
    isKnown = true;
    byPattern.clear();
  }

  /** Whether labels have been read since the start; before that, nothing is unclaimed. */
  boolean isKnown() {
    return isKnown;
  }

  WantedNames wanted() {
    return wanted;
  }

  /** Remembers that a visitor asked for it; false when too many have asked for too much. */
  boolean demand(String certificate, Instant now) {
    if (demanded.size() >= MOST_DEMANDED && !demanded.containsKey(certificate)) {
      return false;
    }
    demanded.put(certificate, now);
    return true;
  }

  boolean isDemanded(String name) {
    return demanded.containsKey(name);
  }

  void forgetOldDemands(Instant now) {
    demanded.values().removeIf(it -> it.plus(DEMAND_LASTS).isBefore(now));
  }

  /** Whether it is to have a certificate of this name. */
  boolean isClaimed(String name) {
    return wanted.certificates().contains(name)
        || isDemanded(name)
        || byPattern.computeIfAbsent(name, this::isClaimedByPattern);
  }

  /** What has a reason to be ordered. */
  SortedSet<String> all() {
    SortedSet<String> all = new TreeSet<>(wanted.certificates());
    all.addAll(demanded.keySet());
    return all;
  }

  private boolean isClaimedByPattern(String name) {
    return !name.startsWith("*.")
        && !wanted.isCovered(name)
        && policy.certificateFor(name).equals(new NamePolicy.Answer.Yes(name))
        && claimed.test(name);
  }
}
