package dev.reveille.doctor;

import java.util.Optional;

/**
 * What came of looking at one thing.
 *
 * @param subject what was looked at, in a word or two: {@code engine}
 * @param text what was seen, a sentence without a full stop
 * @param advice what to do, where something is to be done
 */
public record Finding(String subject, Result result, String text, Optional<String> advice) {
  /** How it stands. */
  public enum Result {
    OK,
    /** It works for now, or in part. */
    WARN,
    /** Visitors notice, or will. */
    FAIL
  }

  public static Finding ok(String subject, String text) {
    return new Finding(subject, Result.OK, text, Optional.empty());
  }

  public static Finding warn(String subject, String text, String advice) {
    return new Finding(subject, Result.WARN, text, Optional.of(advice));
  }

  public static Finding fail(String subject, String text, String advice) {
    return new Finding(subject, Result.FAIL, text, Optional.of(advice));
  }
}
