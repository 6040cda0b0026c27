package dev.reveille.acme;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The kind of key that a certificate is ordered for. */
public enum KeyType {
  P_256("P-256", "EC"),
  P_384("P-384", "EC"),
  RSA_2048("RSA-2048", "RSA"),
  RSA_4096("RSA-4096", "RSA");

  private final String text;
  private final String algorithm;

  KeyType(String text, String algorithm) {
    this.text = text;
    this.algorithm = algorithm;
  }

  /** As it is written in settings: {@code P-256}, {@code RSA-2048}. */
  @Override
  public String toString() {
    return text;
  }

  /** A new key; the JDK's own, so that no provider has to be registered. */
  KeyPair newPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(parameters());
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a %s key with this JVM".formatted(text), e);
    }
  }

  private AlgorithmParameterSpec parameters() {
    return switch (this) {
      case P_256 -> new ECGenParameterSpec("secp256r1");
      case P_384 -> new ECGenParameterSpec("secp384r1");
      case RSA_2048 -> new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4);
      case RSA_4096 -> new RSAKeyGenParameterSpec(4096, RSAKeyGenParameterSpec.F4);
    };
  }
}
