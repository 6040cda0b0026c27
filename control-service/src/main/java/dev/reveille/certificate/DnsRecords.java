package dev.reveille.certificate;

/** Where dns-01 challenges (RFC 8555, section 8.4) are published. Calls wait; thread safe. */
public interface DnsRecords {
  /**
   * Adds a TXT record {@code _acme-challenge.<domain>}, beside others that are there, and waits
   * until the zone's authoritative servers show it.
   *
   * @param domain without {@code *.}
   * @throws IssuanceFailed of kind {@code NOT_PREPARED} when that was not possible; the record may
   *     be there
   */
  void present(String domain, String value);

  /** Removes that record. A failure is logged: the certificate does not depend on it. */
  void cleanUp(String domain, String value);
}
