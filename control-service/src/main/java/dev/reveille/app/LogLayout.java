package dev.reveille.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes {@code 2026-11-21T20:33:08.123Z INFO Woke project=shop took=2.1s}.
 *
 * <p>An event is one line, whatever a host name or an engine's message holds: control characters
 * are escaped, so nobody can forge a line or colour a terminal. Only a stack trace follows,
 * indented. Events of libraries name their logger.
 */
final class LogLayout extends LayoutBase<ILoggingEvent> {
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String ours;

  /** Loggers below {@code ours} are not named. */
  LogLayout(String ours) {
    this.ours = ours;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    line.append(' ').append("%-5s".formatted(event.getLevel())).append(' ');
    escape(event.getFormattedMessage(), line);
    if (!event.getLoggerName().startsWith(ours)) {
      line.append(" logger=").append(event.getLoggerName());
    }
    line.append('\n');
    if (event.getThrowableProxy() != null) {
      appendTrace(ThrowableProxyUtil.asString(event.getThrowableProxy()), line);
    }
    return line.toString();
  }

  private static void appendTrace(String trace, StringBuilder to) {
    trace
        .lines()
        .forEach(
            line -> {
              to.append("    ");
              escape(line.replace("\t", "    "), to);
              to.append('\n');
            });
  }

  private static void escape(String text, StringBuilder to) {
    text.chars()
        .forEach(
            character -> {
              switch (character) {
                case '\n' -> to.append("\\n");
                case '\r' -> to.append("\\r");
                case '\t' -> to.append("\\t");
                default -> {
                  if (Character.isISOControl(character)) {
                    to.append("\\u%04x".formatted(character));
                  } else {
                    to.append((char) character);
                  }
                }
              }
            });
  }
}
