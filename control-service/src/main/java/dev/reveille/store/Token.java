package dev.reveille.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** A secret that opens calls of the control API. It never shows in a message. */
public final class Token {
  private static final int RANDOM_BYTES = 32;

  /** What RFC 6750 lets stand in an {@code Authorization: Bearer} header. */
  private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final Pattern RANDOM = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final String value;

  private Token(String value) {
    this.value = value;
  }

  /** A new one of 256 bits, as 43 characters of base64url. */
  public static Token random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /**
   * One that a person chose.
   *
   * @throws IllegalArgumentException when it cannot stand in a header; the message does not tell it
   */
  public static Token of(String value) {
    if (!BEARER.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a token consists of letters, digits and . _ ~ + / -, and may end with =");
    }
    return new Token(value);
  }

  /** Whether a text is as long and as random as {@link #random} makes them. */
  static boolean isRandom(String text) {
    return RANDOM.matcher(text).matches();
  }

  /** Whether this is what a caller presents; takes as long whether it is nearly right or not. */
  public boolean matches(String presented) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
  }

  /** The secret itself, for a file or a header. */
  public String value() {
    return value;
  }

  @Override
  public String toString() {
    return "Token(not shown)";
  }
}
