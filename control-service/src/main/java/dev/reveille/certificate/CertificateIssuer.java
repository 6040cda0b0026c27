package dev.reveille.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A CA that issues certificates by ACME (RFC 8555). Every call waits for the CA, within limits of
 * its own; safe for use by many threads.
 */
public interface CertificateIssuer {
  /** The directory's URL. */
  String directory();

  /**
   * Orders a certificate with a new key, proves that the names are ours, and waits for it. What a
   * challenge left behind is cleaned up also after a failure.
   *
   * @param progress told of each step as it begins, in words for an administrator: {@code "proving
   *     shop.example.com by http-01"}
   * @throws IssuanceFailed saying whether and when to try again
   */
  ServerCertificate issue(Order order, Consumer<String> progress);

  /**
   * When the CA would like a certificate to be renewed (RFC 9773).
   *
   * @return empty where the CA has no such service
   * @throws IssuanceFailed when the CA could not be asked
   */
  Optional<RenewalWindow> renewalWindow(X509Certificate leaf);

  /**
   * Makes a certificate invalid at the CA (RFC 8555, section 7.6), proving it by its own key.
   *
   * @throws IssuanceFailed when the CA refused or could not be asked
   */
  void revoke(ServerCertificate certificate);

  /**
   * What to order.
   *
   * @param names {@code shop.example.com}, {@code *.example.com}; at least one
   * @param replaces the certificate that this one follows, which the CA counts apart (RFC 9773,
   *     section 5)
   */
  record Order(List<String> names, Optional<X509Certificate> replaces) {
    public Order {
      names = List.copyOf(names);
    }
  }

  /**
   * The time in which to renew.
   *
   * @param askAgain when the CA wants to be asked next
   * @param explanation a page that says why the window is what it is
   */
  record RenewalWindow(
      Instant start, Instant end, Instant askAgain, Optional<String> explanation) {}
}
