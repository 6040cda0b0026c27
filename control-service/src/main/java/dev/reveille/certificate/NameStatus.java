package dev.reveille.certificate;

import java.time.Instant;
import java.util.Optional;

/**
 * How a name stands.
 *
 * @param name {@code shop.example.com}, {@code *.example.com}
 * @param certificate the one that is served
 * @param authority the directory of the CA that issued it, as far as is known
 * @param next what happens next, or why nothing does: {@code renewal}, {@code the CA's limit of …}
 * @param nextAt when
 * @param lastError what went wrong last, unless it has gone well since
 */
public record NameStatus(
    String name,
    State state,
    Optional<ServerCertificate> certificate,
    Optional<String> authority,
    String next,
    Optional<Instant> nextAt,
    Optional<String> lastError) {

  /** In words of an administrator. */
  public enum State {
    /** Nothing is to be done before its renewal. */
    VALID,
    /** It is the next but for others. */
    QUEUED,
    /** The CA is at it. */
    ORDERING,
    /** It is tried at a later time: a limit, a name that does not lead here yet. */
    WAITING,
    /** The last try failed; it is tried again. */
    FAILED,
    /** Revoked here; nothing is ordered until somebody asks for it. */
    STOPPED,
    /** Nobody claims the name any more: its certificate is left to expire. */
    UNCLAIMED,
    /** Claimed, but no certificate may be ordered. */
    NOT_ALLOWED
  }
}
