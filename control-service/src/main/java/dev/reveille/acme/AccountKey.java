package dev.reveille.acme;

import dev.reveille.certificate.Pem;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.bouncycastle.jcajce.provider.asymmetric.util.EC5Util;

/**
 * The key of an account at a CA, as PKCS#8 PEM. EC and RSA keys that another client has made are
 * read as well, so that its account can be taken over.
 */
final class AccountKey {
  private AccountKey() {}

  static KeyPair make() {
    return KeyType.P_256.newPair();
  }

  static String text(KeyPair keys) {
    return Pem.text(keys.getPrivate());
  }

  /**
   * The pair, of which the text holds the private half.
   *
   * @throws IllegalArgumentException when it holds no such key
   */
  static KeyPair read(String pem) {
    PrivateKey key = Pem.privateKey(pem);
    try {
      return new KeyPair(publicKey(key), key);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("holds a key that can't be used", e);
    }
  }

  private static PublicKey publicKey(PrivateKey key) throws GeneralSecurityException {
    return switch (key) {
      case ECPrivateKey ec ->
          KeyFactory.getInstance("EC")
              .generatePublic(new ECPublicKeySpec(point(ec), ec.getParams()));
      case RSAPrivateCrtKey rsa ->
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
      default -> throw new IllegalArgumentException("holds a key that is neither EC nor RSA");
    };
  }

  /** The JDK can't multiply points. */
  private static ECPoint point(ECPrivateKey key) {
    ECParameterSpec curve = key.getParams();
    return EC5Util.convertPoint(EC5Util.convertSpec(curve).getG().multiply(key.getS()).normalize());
  }
}
