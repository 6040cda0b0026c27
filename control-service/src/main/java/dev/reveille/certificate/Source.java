package dev.reveille.certificate;

/** Where a certificate comes from. */
public enum Source {
  /** A pair of files that an administrator put into {@code CERTS_DIR}. */
  CUSTOM,
  /** A pair that an administrator handed over by the API. */
  IMPORTED,
  /** Ordered from the CA by us. */
  ISSUED,
  /** Signed by the local CA of this installation. */
  LOCAL_CA,
  /** The custom one that {@code DEFAULT_CERT} names. */
  DEFAULT,
  /** Made at the first start; browsers warn of it. */
  SELF_SIGNED
}
