package dev.reveille.dns;

import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

/** The key that signs updates (RFC 8945). Its text never shows the secret. */
public final class TsigKey {
  private static final String DEFAULT_ALGORITHM = "hmac-sha256";

  private final Name algorithm;
  private final Name name;
  private final SecretKey secret;

  private TsigKey(Name algorithm, Name name, SecretKey secret) {
    this.algorithm = algorithm;
    this.name = name;
    this.secret = secret;
  }

  /**
   * Reads {@code algorithm:name:secret}, as {@code nsupdate -y} does: {@code
   * hmac-sha256:acme-key:bWFuIG1hZGU=}. Without an algorithm, it is hmac-sha256.
   *
   * @throws IllegalArgumentException saying which part is wrong, but none of the text: parts may be
   *     in the wrong order
   */
  public static TsigKey parse(String text) {
    String[] parts = text.split(":", -1);
    return switch (parts.length) {
      case 2 -> new TsigKey(algorithm(DEFAULT_ALGORITHM), name(parts[0]), secret(parts[1]));
      case 3 -> new TsigKey(algorithm(parts[0]), name(parts[1]), secret(parts[2]));
      default ->
          throw new IllegalArgumentException(
              "a TSIG key is written algorithm:name:secret, as hmac-sha256:acme-key:<base64>;"
                  + " this has %d parts".formatted(parts.length));
    };
  }

  /** Without the last dot. */
  String name() {
    return Names.text(name);
  }

  /** {@code hmac-sha256}. */
  String algorithm() {
    return Names.text(algorithm);
  }

  TSIG signer(Clock clock) {
    return new TSIG(algorithm, name, secret, clock);
  }

  @Override
  public String toString() {
    return "%s:%s:***".formatted(algorithm(), name());
  }

  private static Name algorithm(String text) {
    try {
      return TSIG.algorithmToName(text.strip().toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(
          "the TSIG key's algorithm is not known; known: hmac-sha256, hmac-sha224, hmac-sha384,"
              + " hmac-sha512, hmac-sha1, hmac-md5");
    }
  }

  private static Name name(String text) {
    try {
      if (!text.isBlank()) {
        return Names.of(text.strip());
      }
    } catch (IllegalArgumentException _) {
      // Its message would show the text.
    }
    throw new IllegalArgumentException(
        "the TSIG key's name, between the colons, is no domain name; write it as the server has"
            + " it");
  }

  private static SecretKey secret(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.strip());
      return new SecretKeySpec(bytes, "HMAC");
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(
          "the TSIG key's secret, after the last colon, is empty or no base64");
    }
  }
}
