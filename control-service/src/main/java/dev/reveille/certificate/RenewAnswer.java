package dev.reveille.certificate;

import java.time.Instant;
import java.util.Optional;

/** What comes of the wish to renew a certificate now. */
public sealed interface RenewAnswer {
  /**
   * It is being renewed.
   *
   * @param joined somebody else had asked for it, or it was under way by itself
   */
  record Started(RenewalJob job, boolean joined) implements RenewAnswer {}

  /**
   * Not now.
   *
   * @param tryAt when it would not be refused for this reason
   * @param canBeForced whether it would be renewed all the same if that were forced
   */
  record Refused(String reason, Optional<Instant> tryAt, boolean canBeForced)
      implements RenewAnswer {}

  /** There is no such name. */
  record Unknown() implements RenewAnswer {}
}
