package dev.reveille.project;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a project never sleeps: {@code Mon-Fri 08:00-19:00 Europe/Berlin}. Several times of a week
 * stand with commas between them; the zone at the end counts for all of them. A time that ends
 * before it begins ends on the next day; {@code 24:00} is the end of a day.
 *
 * <p>The hours are those of the wall clock: across a change of daylight saving time, an hour that
 * comes twice counts twice, and one that does not come is not waited for.
 */
public final class AwakeHours {
  private static final Pattern SPAN =
      Pattern.compile(
          "(?:([A-Za-z]{3})(?:-([A-Za-z]{3}))?\\s+)?(\\d{1,2}:\\d\\d)-(\\d{1,2}:\\d\\d)");
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private final String text;
  private final List<Span> spans;
  private final ZoneId zone;

  /**
   * @param from inclusive
   * @param until exclusive; before {@code from} it is on the next day
   * @param untilMidnight whether it ends with its day, and {@code until} does not count
   */
  private record Span(Set<DayOfWeek> days, LocalTime from, LocalTime until, boolean untilMidnight) {
    boolean contains(ZonedDateTime now) {
      LocalTime time = now.toLocalTime();
      boolean today = days.contains(now.getDayOfWeek());
      if (untilMidnight) {
        return today && !time.isBefore(from);
      }
      if (from.isBefore(until)) {
        return today && !time.isBefore(from) && time.isBefore(until);
      }
      boolean yesterday = days.contains(now.getDayOfWeek().minus(1));
      return (today && !time.isBefore(from)) || (yesterday && time.isBefore(until));
    }
  }

  private AwakeHours(String text, List<Span> spans, ZoneId zone) {
    this.text = text;
    this.spans = spans;
    this.zone = zone;
  }

  /**
   * Reads the label.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static AwakeHours parse(String text) {
    int lastSpace = text.lastIndexOf(' ');
    if (lastSpace < 0) {
      throw wrong(text, "it has no time zone");
    }
    ZoneId zone = zone(text, text.substring(lastSpace + 1));
    List<Span> spans =
        Arrays.stream(text.substring(0, lastSpace).split(",", -1))
            .map(part -> span(text, part.strip()))
            .toList();
    return new AwakeHours(text, spans, zone);
  }

  /** Whether the project may not sleep at that moment. */
  public boolean contains(Instant time) {
    ZonedDateTime now = time.atZone(zone);
    return spans.stream().anyMatch(span -> span.contains(now));
  }

  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AwakeHours hours && hours.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  private static ZoneId zone(String text, String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw wrong(text, "\"%s\" is no time zone".formatted(name));
    }
  }

  private static Span span(String text, String part) {
    Matcher matcher = SPAN.matcher(part);
    if (!matcher.matches()) {
      throw wrong(text, "\"%s\" is no time of a week".formatted(part));
    }
    String end = matcher.group(4);
    boolean untilMidnight = end.equals("24:00");
    LocalTime from = time(text, matcher.group(3));
    LocalTime until = untilMidnight ? LocalTime.MIDNIGHT : time(text, end);
    if (!untilMidnight && from.equals(until)) {
      throw wrong(text, "\"%s\" ends when it begins".formatted(part));
    }
    return new Span(days(text, matcher.group(1), matcher.group(2)), from, until, untilMidnight);
  }

  private static LocalTime time(String text, String time) {
    try {
      return LocalTime.parse(time.length() == 4 ? "0" + time : time);
    } catch (DateTimeException e) {
      throw wrong(text, "\"%s\" is no time of day".formatted(time));
    }
  }

  /** {@code Fri-Mon} goes over the week's end; without days it is every day. */
  private static Set<DayOfWeek> days(String text, @Nullable String first, @Nullable String last) {
    if (first == null) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    DayOfWeek from = day(text, first);
    DayOfWeek until = last == null ? from : day(text, last);
    Set<DayOfWeek> days = EnumSet.of(from);
    for (DayOfWeek day = from; day != until; day = day.plus(1)) {
      days.add(day.plus(1));
    }
    return days;
  }

  private static DayOfWeek day(String text, String name) {
    int index = DAYS.indexOf(name.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw wrong(text, "\"%s\" is no day".formatted(name));
    }
    return Arrays.asList(DayOfWeek.values()).get(index);
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException(
        "\"%s\" are no hours: %s; write Mon-Fri 08:00-19:00 Europe/Berlin".formatted(text, why));
  }
}
