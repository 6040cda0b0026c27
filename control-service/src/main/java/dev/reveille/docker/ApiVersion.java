package dev.reveille.docker;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the Docker API, {@code 1.41}; ordered by number, so that 1.9 goes before 1.41. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /**
   * The newest that we speak. Not higher than needed: engines from 25 up to now all speak it, and
   * what is read from their answers is tested with it.
   */
  static final ApiVersion NEWEST = new ApiVersion(1, 44);

  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");
  private static final Comparator<ApiVersion> BY_NUMBER =
      Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

  /** Empty when the text is no such version. */
  static Optional<ApiVersion> parse(String text) {
    Matcher matcher = SYNTAX.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(
            new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  boolean isNewerThan(ApiVersion other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return BY_NUMBER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
