package dev.reveille.acceptance;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A colour on the screen, red, green and blue from 0 to 1. */
record Colour(double red, double green, double blue) {
  private static final Pattern NUMBER = Pattern.compile("[0-9.]+");

  /** {@code rgba(241, 233, 222, 1)} or {@code rgb(241, 233, 222)}, as browsers tell it. */
  static Colour parse(String css) {
    List<Double> parts =
        NUMBER.matcher(css).results().map(MatchResult::group).map(Double::valueOf).toList();
    return new Colour(parts.get(0) / 255, parts.get(1) / 255, parts.get(2) / 255);
  }

  /** From 0 (black) to 1 (white), as WCAG 2.2 defines it. */
  double luminance() {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double[] parts = {red, green, blue};
    return IntStream.range(0, 3).mapToDouble(i -> weights[i] * linear(parts[i])).sum();
  }

  /** From 1 (the same) to 21 (black on white). */
  double contrast(Colour other) {
    double lighter = Math.max(luminance(), other.luminance());
    double darker = Math.min(luminance(), other.luminance());
    return (lighter + 0.05) / (darker + 0.05);
  }

  private static double linear(double part) {
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }
}
