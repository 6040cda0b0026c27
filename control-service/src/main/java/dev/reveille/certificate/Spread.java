package dev.reveille.certificate;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Spreads what would otherwise happen at one time; the same after a restart. */
final class Spread {
  private Spread() {}

  /** Evenly from 0 to below 1, always the same for one text. */
  static double of(String text) {
    long bits =
        UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).getLeastSignificantBits();
    return (bits & 0xFFFFFFFFL) / (double) (1L << 32);
  }
}
