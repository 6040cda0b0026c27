package dev.reveille.config;

import java.util.Locale;

/** How settings of logs are written. */
final class LogSyntax {
  static final Syntax<Format> FORMAT =
      new Syntax<>("text or json", "text or json", text -> Format.valueOf(upper(text)));

  static final Syntax<Access> ACCESS =
      new Syntax<>(
          "off, combined or json",
          "off, combined or json (on, 1, true and yes are combined; 0, false and no are off)",
          LogSyntax::access);

  private LogSyntax() {}

  /** Of the control service's log. */
  enum Format {
    TEXT,
    JSON
  }

  /** Of the gateway's access log. */
  enum Access {
    OFF,
    COMBINED,
    JSON
  }

  /** The predecessor had a switch. */
  private static Access access(String text) {
    String word = upper(text);
    if (word.equals("JSON") || word.equals("COMBINED")) {
      return Access.valueOf(word);
    }
    return Syntax.SWITCH.reader().apply(text) ? Access.COMBINED : Access.OFF;
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
