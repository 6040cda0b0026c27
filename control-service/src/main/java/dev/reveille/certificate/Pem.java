package dev.reveille.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * Reads and writes PEM texts (RFC 7468). Bouncy Castle only parses: it is not registered as a
 * provider, which costs half a second at start and would make it a candidate for every
 * cryptographic look-up.
 */
public final class Pem {
  private Pem() {}

  /**
   * Every certificate of the text, in its order; at least one.
   *
   * @throws IllegalArgumentException when there is none, or one can't be read
   */
  public static List<X509Certificate> certificates(String pem) {
    List<X509Certificate> certificates = new ArrayList<>();
    JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
    try {
      for (Object block : blocks(pem)) {
        if (block instanceof X509CertificateHolder holder) {
          certificates.add(converter.getCertificate(holder));
        }
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException("holds a certificate that can't be read", e);
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("holds no certificate (BEGIN CERTIFICATE)");
    }
    return certificates;
  }

  /**
   * The first private key of the text, as PKCS#8 ({@code PRIVATE KEY}), PKCS#1 ({@code RSA PRIVATE
   * KEY}) or SEC1 ({@code EC PRIVATE KEY}).
   *
   * @throws IllegalArgumentException when there is none, or it needs a passphrase
   */
  public static PrivateKey privateKey(String pem) {
    try {
      for (Object block : blocks(pem)) {
        switch (block) {
          case PEMKeyPair pair -> {
            return privateKey(pair.getPrivateKeyInfo());
          }
          case PrivateKeyInfo key -> {
            return privateKey(key);
          }
          case PEMEncryptedKeyPair _ -> throw encrypted();
          case PKCS8EncryptedPrivateKeyInfo _ -> throw encrypted();
          default -> {} // certificates and EC PARAMETERS may stand beside the key
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("holds a private key that can't be read", e);
    }
    throw new IllegalArgumentException("holds no private key (BEGIN PRIVATE KEY)");
  }

  /**
   * Not by Bouncy Castle's converter, which asks for "ECDSA" first: no provider has that, so all of
   * them are loaded in vain.
   */
  private static PrivateKey privateKey(PrivateKeyInfo key)
      throws IOException, GeneralSecurityException {
    String algorithm = key.getPrivateKeyAlgorithm().getAlgorithm().getId();
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
  }

  /** One certificate as PEM. */
  public static String text(X509Certificate certificate) {
    try {
      return text("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate that was read has no encoding", e);
    }
  }

  /** A key as PKCS#8 PEM. */
  public static String text(PrivateKey key) {
    return text("PRIVATE KEY", key.getEncoded());
  }

  static String text(String type, byte[] encoded) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, lines);
  }

  private static IllegalArgumentException encrypted() {
    return new IllegalArgumentException(
        "holds a private key with a passphrase; write it without (openssl pkey)");
  }

  private static List<Object> blocks(String pem) {
    List<Object> blocks = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
        blocks.add(block);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("is no PEM text that can be read", e);
    }
    return blocks;
  }
}
