package dev.reveille.acme;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.exception.AcmeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the chains is taken that a CA offers for one certificate (RFC 8555, section 7.4.2): the
 * one whose last certificate was issued by the authority of the preferred common name, as {@code
 * ISRG Root X1}; else the CA's own choice.
 */
record ChainChoice(Optional<String> preferred) {
  private static final Logger log = LoggerFactory.getLogger(ChainChoice.class);

  List<X509Certificate> of(Certificate certificate) throws AcmeException {
    certificate.download();
    List<X509Certificate> usual = certificate.getCertificateChain();
    if (preferred.isEmpty() || leadsTo(preferred.get(), usual)) {
      return usual;
    }
    List<String> offered = new ArrayList<>(issuers(usual));
    for (Certificate alternate : certificate.getAlternateCertificates()) {
      try {
        alternate.download();
      } catch (AcmeException e) {
        log.warn("Could not fetch an alternate chain url={}", alternate.getLocation(), e);
        continue;
      }
      List<X509Certificate> chain = alternate.getCertificateChain();
      if (leadsTo(preferred.get(), chain)) {
        return chain;
      }
      offered.addAll(issuers(chain));
    }
    log.warn(
        "Taking the CA's usual chain, as none has the preferred issuer preferred=\"{}\" offered={}",
        preferred.get(),
        offered);
    return usual;
  }

  static boolean leadsTo(String issuer, List<X509Certificate> chain) {
    return issuers(chain).contains(issuer);
  }

  /** The common names of the authority that issued the chain's last certificate; usually one. */
  private static List<String> issuers(List<X509Certificate> chain) {
    X500Name issuer = X500Name.getInstance(chain.getLast().getIssuerX500Principal().getEncoded());
    List<String> names = new ArrayList<>();
    for (RDN part : issuer.getRDNs(BCStyle.CN)) {
      names.add(IETFUtils.valueToString(part.getFirst().getValue()));
    }
    return names;
  }
}
