package dev.reveille.certificate;

import java.time.Instant;

/** Whether a CA may be asked for a certificate now. */
public sealed interface Permit {
  /** It may. */
  record Yes() implements Permit {}

  /**
   * Not now.
   *
   * @param reason one sentence for an administrator
   * @param tryAt when it is looked at again
   */
  record No(String reason, Instant tryAt) implements Permit {}
}
