package dev.reveille.metrics;

import java.util.Locale;

/** How values of enums are written in labels. */
final class Words {
  private Words() {}

  /** {@code not-ready-in-time}. */
  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
