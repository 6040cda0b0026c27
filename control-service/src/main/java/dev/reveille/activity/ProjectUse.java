package dev.reveille.activity;

import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of one project.
 *
 * @param by what used it last, for people
 * @param requests how many there were
 * @param known whether a use was ever recorded, and not only the first sight
 * @param keptAwakeUntil what an administrator asked for, also when it is over
 * @param goneSince since when the engine has no such project
 */
record ProjectUse(
    Instant last,
    String by,
    long requests,
    boolean known,
    Optional<Instant> keptAwakeUntil,
    Optional<Instant> goneSince) {
  static ProjectUse firstSeen(Instant now) {
    return new ProjectUse(now, "first seen", 0, false, Optional.empty(), Optional.empty());
  }

  /** One that is older than the last changes nothing but that there was one. */
  ProjectUse used(Instant at, String what) {
    boolean isNewer = !known || at.isAfter(last);
    return new ProjectUse(
        at.isAfter(last) ? at : last,
        isNewer ? what : by,
        requests,
        true,
        keptAwakeUntil,
        goneSince);
  }

  ProjectUse requested(long more) {
    return new ProjectUse(last, by, requests + more, known, keptAwakeUntil, goneSince);
  }

  ProjectUse keptAwake(Optional<Instant> until) {
    return new ProjectUse(last, by, requests, known, until, goneSince);
  }

  ProjectUse gone(Optional<Instant> since) {
    return new ProjectUse(last, by, requests, known, keptAwakeUntil, since);
  }
}
