package dev.reveille.certificate;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Certificates for tests, from an authority of their own:
 *
 * <pre>{@code
 * TestChains.Authority authority = TestChains.authority("Test CA");
 * authority.leaf("shop.test", "*.shop.test").make();
 * authority.intermediate("Test R1").leaf("shop.test").validFrom(now).validFor(Duration.ofDays(90)).make();
 * TestChains.selfSigned("shop.test");
 * }</pre>
 *
 * <p>Where nothing is said they are valid from 2020 to 2040, by the machine's clock as by any that
 * a test makes up. Keys are P-256.
 */
public final class TestChains {
  private static final Instant ALWAYS = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant FOREVER = Instant.parse("2040-01-01T00:00:00Z");

  private TestChains() {}

  /** A new root, not limited to any names. */
  public static Authority authority(String commonName) {
    KeyPair keys = CertificateDraft.newKeys();
    X509Certificate root =
        new CertificateDraft(commonName, keys.getPublic(), ALWAYS, FOREVER)
            .forAuthority(1, List.of())
            .signedByItself(keys.getPrivate());
    return new Authority(root, keys, List.of());
  }

  /** One that no authority has signed. */
  public static ServerCertificate selfSigned(String... names) {
    KeyPair keys = CertificateDraft.newKeys();
    X509Certificate certificate =
        new CertificateDraft(names[0], keys.getPublic(), ALWAYS, FOREVER)
            .forServer(List.of(names))
            .signedByItself(keys.getPrivate());
    return ServerCertificate.of(List.of(certificate), keys.getPrivate());
  }

  /** The chain, then the key: what is in a file of {@code certificates/}. */
  public static String pem(ServerCertificate certificate) {
    return certificate.chainPem() + certificate.keyPem();
  }

  /**
   * A root, or an authority below one.
   *
   * @param above what a leaf's chain has after this authority's certificate; a root is in no chain
   */
  public record Authority(X509Certificate certificate, KeyPair keys, List<X509Certificate> above) {
    public Authority {
      above = List.copyOf(above);
    }

    /** An authority below this one, whose certificate stands in the chains of its leaves. */
    public Authority intermediate(String commonName) {
      KeyPair below = CertificateDraft.newKeys();
      X509Certificate signed =
          new CertificateDraft(commonName, below.getPublic(), ALWAYS, FOREVER)
              .forAuthority(0, List.of())
              .signedBy(certificate, keys.getPrivate());
      List<X509Certificate> chain = new ArrayList<>(above);
      chain.addFirst(signed);
      return new Authority(signed, below, chain);
    }

    /** A leaf for these names, about to be made. */
    public Leaf leaf(String... names) {
      return new Leaf(this, List.of(names), ALWAYS, FOREVER, false);
    }

    /** Its own certificate, for those who are to trust it. */
    public String pem() {
      return Pem.text(certificate);
    }
  }

  /** What a leaf will be; each call gives another one. */
  public record Leaf(
      Authority authority, List<String> names, Instant from, Instant until, boolean isRsa) {
    public Leaf {
      names = List.copyOf(names);
    }

    /** Keeps its end; say before {@link #validFor}. */
    public Leaf validFrom(Instant start) {
      return new Leaf(authority, names, start, until, isRsa);
    }

    /** Counted from its start. */
    public Leaf validFor(Duration time) {
      return validUntil(from.plus(time));
    }

    /** Keeps its start. */
    public Leaf validUntil(Instant end) {
      return new Leaf(authority, names, from, end, isRsa);
    }

    /** With a key of RSA 2048. */
    public Leaf rsa() {
      return new Leaf(authority, names, from, until, true);
    }

    public ServerCertificate make() {
      KeyPair keys = isRsa ? rsaKeys() : CertificateDraft.newKeys();
      List<X509Certificate> chain = new ArrayList<>(authority.above());
      chain.addFirst(
          new CertificateDraft(names.getFirst(), keys.getPublic(), from, until)
              .forServer(names)
              .signedBy(authority.certificate(), authority.keys().getPrivate()));
      return ServerCertificate.of(chain, keys.getPrivate());
    }

    private static KeyPair rsaKeys() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
