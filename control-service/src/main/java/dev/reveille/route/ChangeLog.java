package dev.reveille.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Which version changed which key of a map last, the removed ones too. Not thread safe. */
final class ChangeLog {
  private static final int REMOVED_KEPT = 1_000;

  private final Map<String, Long> changedAt = new HashMap<>();
  private long forgottenUpTo;

  /** Keys that were added, removed, or have another value, as of a version. */
  <V> void note(Map<String, V> before, Map<String, V> after, long number) {
    differences(before, after).forEach(key -> changedAt.put(key, number));
    forgetRemoved(after.keySet(), number);
  }

  static <V> Set<String> differences(Map<String, V> before, Map<String, V> after) {
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
    return keys;
  }

  /** Whether everything since that version is still known. */
  boolean reachesBackTo(long number) {
    return number >= forgottenUpTo;
  }

  /** Everything that changed after that version and is there now. */
  <V> Map<String, V> changedSince(long number, Map<String, V> now) {
    Map<String, V> changed = new HashMap<>(now);
    changed.keySet().removeIf(key -> changedAt.getOrDefault(key, 0L) <= number);
    return changed;
  }

  /** Every key that was removed after that version. */
  List<String> removedSince(long number, Set<String> now) {
    List<String> removed = new ArrayList<>();
    changedAt.forEach(
        (key, changed) -> {
          if (changed > number && !now.contains(key)) {
            removed.add(key);
          }
        });
    return removed;
  }

  /** A host that comes and goes for each branch must not make the memory grow for ever. */
  private void forgetRemoved(Set<String> now, long number) {
    if (changedAt.size() - now.size() > REMOVED_KEPT) {
      changedAt.keySet().retainAll(now);
      forgottenUpTo = number;
    }
  }
}
