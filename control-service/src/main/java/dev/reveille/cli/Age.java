package dev.reveille.cli;

import java.time.Duration;

/** How long ago something was, as {@code docker ps} writes it. */
final class Age {
  private static final int HOURS_A_DAY = 24;

  private Age() {}

  /** {@code 5 minutes ago}, {@code About an hour ago}, {@code 3 weeks ago} */
  static String text(Duration age) {
    return ago(age.isNegative() ? Duration.ZERO : age) + " ago";
  }

  private static String ago(Duration age) {
    long seconds = age.toSeconds();
    if (seconds < 60) {
      return switch ((int) seconds) {
        case 0 -> "Less than a second";
        case 1 -> "1 second";
        default -> seconds + " seconds";
      };
    }
    long minutes = age.toMinutes();
    if (minutes < 60) {
      return minutes == 1 ? "About a minute" : minutes + " minutes";
    }
    return ofHours(age.plusMinutes(30).toHours());
  }

  private static String ofHours(long hours) {
    long days = hours / HOURS_A_DAY;
    if (hours < 48) {
      return hours == 1 ? "About an hour" : hours + " hours";
    }
    if (days < 14) {
      return days + " days";
    }
    if (days < 60) {
      return days / 7 + " weeks";
    }
    return days < 730 ? days / 30 + " months" : days / 365 + " years";
  }
}
