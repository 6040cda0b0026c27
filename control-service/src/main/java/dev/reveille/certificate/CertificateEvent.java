package dev.reveille.certificate;

import java.time.Instant;

/**
 * Something happened to a name's certificate.
 *
 * @param text one sentence for an administrator; may be empty
 */
public record CertificateEvent(Instant at, String name, Kind kind, String text) {
  /** What it was. */
  public enum Kind {
    /** The CA was asked. */
    ORDERED,
    /** There is a first certificate. */
    ISSUED,
    /** Another one has taken the place of the last. */
    RENEWED,
    /** The CA was asked, and there is none. */
    FAILED,
    /** It would be ordered, but has to wait. */
    WAITING,
    /** Little of its lifetime is left, and it has not been renewed. */
    EXPIRING,
    /** Nobody claims it any more; it is left to expire. */
    UNCLAIMED,
    /** It was revoked on an administrator's word. */
    REVOKED,
    /** It was deleted on an administrator's word. */
    DELETED
  }
}
