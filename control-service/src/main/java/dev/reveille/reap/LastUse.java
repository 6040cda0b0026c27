package dev.reveille.reap;

import java.time.Instant;

/**
 * When a project was last used.
 *
 * @param known false where that was never seen; then nothing follows from {@code last}
 * @param open requests that are open now
 */
public record LastUse(Instant last, boolean known, int open) {
  public static final LastUse UNKNOWN = new LastUse(Instant.EPOCH, false, 0);
}
