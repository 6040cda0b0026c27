package dev.reveille.reap;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How many containers there were when all was well. Fewer of them count only once that has been so
 * for a while: the engine may just not have told all.
 *
 * @param fewerSince since when there are fewer than that
 */
record Sighting(int containers, Optional<Instant> fewerSince) {
  /** How long fewer containers are not believed. */
  static final Duration DOUBT = Duration.ofHours(1);

  static final Sighting NONE = new Sighting(0, Optional.empty());

  private static final int FEW = 3;

  /** After a look at the whole engine, where only a list that is much smaller raises doubt. */
  Sighting afterAll(int count, Instant now) {
    int gone = containers - count;
    boolean muchSmaller = count * 2 < containers && gone > FEW;
    boolean allGone = count == 0 && containers > 0;
    return after(count, muchSmaller || allGone, now);
  }

  /** After a look at one project, where a single one that is missing raises doubt. */
  Sighting afterProject(int count, Instant now) {
    return after(count, count < containers, now);
  }

  boolean isDoubtful() {
    return fewerSince.isPresent();
  }

  /** The same without some that we have removed ourselves. */
  Sighting without(int removed) {
    return new Sighting(Math.max(0, containers - removed), fewerSince);
  }

  private Sighting after(int count, boolean fewer, Instant now) {
    Instant since = fewerSince.orElse(now);
    if (!fewer || !now.isBefore(since.plus(DOUBT))) {
      return new Sighting(count, Optional.empty());
    }
    return new Sighting(containers, Optional.of(since));
  }
}
