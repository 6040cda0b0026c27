package dev.reveille.certificate;

import java.time.Instant;

/** What is to be done about a name. */
sealed interface Plan {
  /**
   * An order can be sent now.
   *
   * @param exempt from most of the CA's limits
   * @param urgency 0 goes first
   */
  record Attempt(Authority authority, CertificateIssuer.Order order, boolean exempt, int urgency)
      implements Plan {
    /** The same, before all others. */
    Attempt atOnce() {
      return new Attempt(authority, order, exempt, 0);
    }
  }

  /** Something is due at a later time. */
  record Wait(NameStatus.State state, String what, Instant until) implements Plan {}

  /** Nothing, until something changes. */
  record Rest(NameStatus.State state, String why) implements Plan {}
}
