package dev.reveille.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names that don't lead here yet, so that no order is spent on them: looked at again after 1, 2, 4
 * … minutes, at most an hour. Forgotten by a restart, as looking costs nothing at the CA.
 */
final class NotReady {
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Map<String, Trouble> faults = new HashMap<>();

  Optional<Trouble> find(String name) {
    return Optional.ofNullable(faults.get(name));
  }

  void add(String name, String fault, Instant now) {
    int before = find(name).map(Trouble::failures).orElse(0);
    Duration wait = Duration.ofMinutes(1L << Math.min(before, 6));
    Instant next = now.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    faults.put(name, new Trouble(before + 1, next, fault));
  }

  void remove(String name) {
    faults.remove(name);
  }
}
