package dev.reveille.project;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a container's labels say of its HTTPS.
 *
 * @param certificate the name of a custom certificate, from {@code reveille.cert}; empty where the
 *     host decides
 * @param hsts the value of {@code Strict-Transport-Security}, or {@link #OFF}; empty where the
 *     setting decides
 */
public record HttpsLabels(Optional<String> certificate, Optional<String> hsts) {
  public static final HttpsLabels NONE = new HttpsLabels(Optional.empty(), Optional.empty());

  /** No {@code Strict-Transport-Security}, whatever the setting says. */
  public static final String OFF = "off";

  private static final Pattern HSTS =
      Pattern.compile("max-age=\\d{1,10}(; ?includeSubDomains)?(; ?preload)?");

  /**
   * Reads the value of {@code Strict-Transport-Security} (RFC 6797, section 6.1), or {@code off}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static String hsts(String text) {
    if (!text.equals(OFF) && !HSTS.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is neither off nor as max-age=31536000; includeSubDomains".formatted(text));
    }
    return text;
  }

  /** The header's value; empty where there is to be none. */
  public Optional<String> hstsOr(Optional<String> setting) {
    return hsts.or(() -> setting).filter(value -> !value.equals(OFF));
  }
}
