package dev.reveille.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The host that a visitor asked for, as routes have it. */
final class RequestedHost {
  private RequestedHost() {}

  /**
   * {@code shop.test} for {@code Shop.Test.:8080}: as the gateway does, in lower case and without
   * port and trailing dot. Empty where there is none.
   */
  static String from(@Nullable String header) {
    String lower = header == null ? "" : header.toLowerCase(Locale.ROOT);
    return lower.replaceFirst(":\\d+$", "").replaceFirst("\\.$", "");
  }
}
