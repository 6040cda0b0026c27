package dev.reveille.certificate;

import java.time.Instant;

/**
 * An order that the CA was sent, or was about to be.
 *
 * @param domain the registered one
 * @param exempt from the CA's limits, being a renewal at the time that the CA suggested
 */
record SentOrder(Instant at, String name, String domain, boolean exempt, Outcome outcome) {
  /** As far as we know. */
  enum Outcome {
    /** Under way, or a crash has hidden how it ended: counted as if it had been issued. */
    SENT,
    ISSUED,
    FAILED
  }

  static SentOrder now(Instant at, String name, boolean exempt) {
    return new SentOrder(at, name, PublicSuffixes.registeredDomain(name), exempt, Outcome.SENT);
  }

  SentOrder ended(Outcome how) {
    return new SentOrder(at, name, domain, exempt, how);
  }

  boolean isUnderWay() {
    return outcome == Outcome.SENT;
  }

  /** Whether there is, or may be, a certificate. */
  boolean mayBeIssued() {
    return outcome != Outcome.FAILED;
  }
}
