package dev.reveille.certificate;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a server shows in a handshake: a chain, leaf first, and the leaf's key. The two have been
 * seen to belong together. Its text never shows the key.
 */
public final class ServerCertificate {
  private static final int DNS_NAME = 2; // RFC 5280, GeneralName
  private static final int IP_ADDRESS = 7;

  private final List<X509Certificate> chain;
  private final PrivateKey key;
  private final Set<String> names;
  private final String id;

  private ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    this.chain = List.copyOf(chain);
    this.key = key;
    this.names = names(leaf());
    this.id = digest(this.chain);
  }

  /**
   * Puts a chain and a key together.
   *
   * @param chain the leaf first, and what leads from it to a root in any order
   * @throws IllegalArgumentException when the key is not the leaf's, or a certificate is not a part
   *     of its chain
   */
  public static ServerCertificate of(List<X509Certificate> chain, PrivateKey key) {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("holds no certificate");
    }
    if (!KeyMatch.belongTogether(chain.getFirst(), key)) {
      throw new IllegalArgumentException("the key is not the certificate's");
    }
    return new ServerCertificate(inOrder(chain), key);
  }

  /**
   * Reads both as PEM; they may be one and the same text.
   *
   * @throws IllegalArgumentException when one can't be read, or they do not belong together
   */
  public static ServerCertificate of(String chainPem, String keyPem) {
    return of(Pem.certificates(chainPem), Pem.privateKey(keyPem));
  }

  public List<X509Certificate> chain() {
    return chain;
  }

  public X509Certificate leaf() {
    return chain.getFirst();
  }

  public PrivateKey key() {
    return key;
  }

  /**
   * Checks every signature of the chain, which takes milliseconds for each: for what has just been
   * received, not for what was checked before it was stored.
   *
   * @throws IllegalArgumentException when one is wrong
   */
  public void verifySignatures() {
    for (int i = 0; i + 1 < chain.size(); i++) {
      try {
        chain.get(i).verify(chain.get(i + 1).getPublicKey());
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException(
            "the certificate of \"%s\" was not signed by the next one of its chain"
                .formatted(chain.get(i).getSubjectX500Principal()),
            e);
      }
    }
  }

  /** Every certificate of the chain, leaf first. */
  public String chainPem() {
    return chain.stream().map(Pem::text).collect(Collectors.joining());
  }

  /** PKCS#8. */
  public String keyPem() {
    return Pem.text(key);
  }

  /**
   * The names of the leaf's subjectAltName, in lower case: {@code shop.test}, {@code *.shop.test},
   * {@code 192.0.2.7}.
   */
  public Set<String> names() {
    return names;
  }

  /**
   * Whether it is good for a host, or for a wildcard as a whole: {@code *.shop.test} covers {@code
   * a.shop.test} and {@code *.shop.test}, but neither {@code shop.test} nor {@code a.b.shop.test}
   * (RFC 9525, section 6.3).
   */
  public boolean covers(String name) {
    int dot = name.indexOf('.');
    return names.contains(name) || (dot > 0 && names.contains("*" + name.substring(dot)));
  }

  public Instant notBefore() {
    return leaf().getNotBefore().toInstant();
  }

  public Instant notAfter() {
    return leaf().getNotAfter().toInstant();
  }

  public boolean isValidAt(Instant time) {
    return !time.isBefore(notBefore()) && time.isBefore(notAfter());
  }

  /** The leaf's serial number in hexadecimal, without leading zeros. */
  public String serial() {
    return leaf().getSerialNumber().toString(16);
  }

  /** Names this very chain, and no other: 32 hexadecimal digits. */
  public String id() {
    return id;
  }

  @Override
  public String toString() {
    return "ServerCertificate(%s, serial %s)".formatted(names, serial());
  }

  /** Each certificate is followed by the one that signed it, as TLS 1.2 wants it (RFC 5246). */
  private static List<X509Certificate> inOrder(List<X509Certificate> chain) {
    List<X509Certificate> ordered = new ArrayList<>(List.of(chain.getFirst()));
    List<X509Certificate> rest = new ArrayList<>(chain.subList(1, chain.size()));
    while (!rest.isEmpty()) {
      X509Certificate next =
          rest.stream()
              .filter(issuer -> ChainLink.isIssuedBy(ordered.getLast(), issuer))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "the certificate of \"%s\" is no part of the chain"
                              .formatted(rest.getFirst().getSubjectX500Principal())));
      ordered.add(next);
      rest.remove(next);
    }
    return ordered;
  }

  private static Set<String> names(X509Certificate leaf) {
    try {
      Collection<List<?>> all = leaf.getSubjectAlternativeNames();
      return all == null
          ? Set.of()
          : all.stream().flatMap(ServerCertificate::name).collect(Collectors.toUnmodifiableSet());
    } catch (CertificateParsingException e) {
      throw new IllegalArgumentException("holds a certificate whose names can't be read", e);
    }
  }

  private static Stream<String> name(List<?> general) {
    return general.get(0) instanceof Integer type && (type == DNS_NAME || type == IP_ADDRESS)
        ? Stream.of(general.get(1).toString().toLowerCase(Locale.ROOT))
        : Stream.empty();
  }

  private static String digest(List<X509Certificate> chain) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (X509Certificate certificate : chain) {
        digest.update(certificate.getEncoded());
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot digest a certificate with this JVM", e);
    }
  }
}
