package dev.reveille.certificate;

import java.time.Instant;
import java.time.InstantSource;

/** Everything that is decided by; all of it belongs to the desk's thread. */
record Books(
    ClaimedNames names,
    Ledger ledger,
    Planner planner,
    IssuedCertificates issued,
    Runs runs,
    Visitors visitors,
    Telling telling,
    InstantSource clock) {

  Instant now() {
    return clock.instant();
  }

  /** Writes the ledger down; what goes wrong has been logged and is tried again. */
  void save() {
    var _ = ledger.save(now());
  }
}
