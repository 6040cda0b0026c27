package dev.reveille.certificate;

/** A CA, and how much it lets us do. */
public record Authority(CertificateIssuer issuer, Limits limits) {
  String directory() {
    return issuer.directory();
  }
}
