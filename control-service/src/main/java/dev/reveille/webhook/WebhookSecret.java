package dev.reveille.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What receivers know a message of ours by. Its text never shows it. */
public final class WebhookSecret {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;

  private final SecretKeySpec key;

  private WebhookSecret(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * Reads it as Standard Webhooks writes it: base64 of 24 to 64 random bytes, which {@code whsec_}
   * may stand before.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static WebhookSecret of(String text) {
    byte[] key =
        Base64.getDecoder()
            .decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
    if (key.length < SHORTEST || key.length > LONGEST) {
      throw new IllegalArgumentException("the secret has %d bytes".formatted(key.length));
    }
    return new WebhookSecret(key);
  }

  /** The value of {@code webhook-signature}, over {@code id.timestamp.body}. */
  String signature(String id, long timestamp, String body) {
    String signed = "%s.%d.%s".formatted(id, timestamp, body);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] code = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign a message with this JVM", e);
    }
  }
}
