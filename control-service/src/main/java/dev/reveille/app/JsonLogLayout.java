package dev.reveille.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes each event as one line of JSON: {@code {"time":"2026-11-21T20:33:08.123Z","level":"INFO",
 * "message":"Woke project=shop took=2.1s","logger":"dev.reveille.wake.Wakes","project":"shop",
 * "took":"2.1s"}}.
 *
 * <p>What a message gives as {@code key={}} is a field as well, with the argument's own value: no
 * value can forge another field. A stack trace is the field {@code error}.
 */
final class JsonLogLayout extends LayoutBase<ILoggingEvent> {
  /** A placeholder, with its key where it has one: {@code project={}}, {@code reason="{}"}. */
  private static final Pattern PLACEHOLDER = Pattern.compile("(?:([A-Za-z]+)=\"?)?\\{}");

  private static final Set<String> OWN = Set.of("time", "level", "message", "logger", "error");

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256).append("{\"time\":\"");
    LogLayout.TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    line.append('"');
    append("level", event.getLevel().toString(), line);
    append("message", event.getFormattedMessage(), line);
    append("logger", event.getLoggerName(), line);
    appendArguments(event, line);
    if (event.getThrowableProxy() != null) {
      append("error", ThrowableProxyUtil.asString(event.getThrowableProxy()), line);
    }
    return line.append("}\n").toString();
  }

  private static void appendArguments(ILoggingEvent event, StringBuilder line) {
    Object[] arguments = event.getArgumentArray();
    if (arguments == null) {
      return;
    }
    Matcher placeholder = PLACEHOLDER.matcher(event.getMessage());
    for (int i = 0; i < arguments.length && placeholder.find(); i++) {
      String key = placeholder.group(1);
      if (key != null && !OWN.contains(key)) {
        append(key, arguments[i], line);
      }
    }
  }

  private static void append(String key, Object value, StringBuilder line) {
    line.append(",\"").append(key).append("\":");
    if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
      line.append(value);
      return;
    }
    line.append('"');
    String.valueOf(value).chars().forEach(character -> escape((char) character, line));
    line.append('"');
  }

  private static void escape(char character, StringBuilder line) {
    switch (character) {
      case '"' -> line.append("\\\"");
      case '\\' -> line.append("\\\\");
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        if (Character.isISOControl(character)) {
          line.append("\\u%04x".formatted((int) character));
        } else {
          line.append(character);
        }
      }
    }
  }
}
