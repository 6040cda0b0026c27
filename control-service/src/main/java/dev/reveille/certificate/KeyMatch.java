package dev.reveille.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * Whether a private key is that of a certificate. Thousands of pairs are checked at a start, and to
 * sign and verify takes the JDK 4 ms for a P-256 key (C1); to compute the public point with Bouncy
 * Castle's own curves 0.2 ms.
 */
final class KeyMatch {
  private KeyMatch() {}

  static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    PublicKey shown = certificate.getPublicKey();
    if (key instanceof RSAKey own && shown instanceof RSAKey other) {
      return own.getModulus().equals(other.getModulus());
    }
    if (key instanceof ECPrivateKey own && shown instanceof ECPublicKey other) {
      return curve(own).map(it -> isPointOf(own, other, it)).orElseGet(() -> signs(key, shown));
    }
    return signs(key, shown);
  }

  /** One of those that CAs take; any other is tried out. */
  private static Optional<X9ECParameters> curve(ECPrivateKey key) {
    BigInteger order = key.getParams().getOrder();
    return Optional.ofNullable(
            switch (order.bitLength()) {
              case 256 -> CustomNamedCurves.getByName("secp256r1");
              case 384 -> CustomNamedCurves.getByName("secp384r1");
              case 521 -> CustomNamedCurves.getByName("secp521r1");
              default -> null;
            })
        .filter(curve -> curve.getN().equals(order));
  }

  private static boolean isPointOf(ECPrivateKey key, ECPublicKey shown, X9ECParameters curve) {
    ECPoint point = new FixedPointCombMultiplier().multiply(curve.getG(), key.getS()).normalize();
    return key.getParams().getOrder().equals(shown.getParams().getOrder())
        && point.getAffineXCoord().toBigInteger().equals(shown.getW().getAffineX())
        && point.getAffineYCoord().toBigInteger().equals(shown.getW().getAffineY());
  }

  private static boolean signs(PrivateKey key, PublicKey shown) {
    byte[] probe = {1};
    String algorithm =
        switch (key) {
          case RSAKey _ -> "SHA256withRSA";
          case EdECKey _ -> "EdDSA";
          default -> "SHA256withECDSA";
        };
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(probe);
      Signature checking = Signature.getInstance(algorithm);
      checking.initVerify(shown);
      checking.update(probe);
      return checking.verify(signing.sign());
    } catch (GeneralSecurityException _) {
      return false; // they are of different kinds
    }
  }
}
