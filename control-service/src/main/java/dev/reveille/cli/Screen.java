package dev.reveille.cli;

import java.io.PrintStream;
import java.util.OptionalInt;

/**
 * Where {@code reveille} tells what it finds: results on stdout, what it does meanwhile on stderr.
 */
final class Screen {
  private static final String TO_LINE_START_AND_CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream err;
  private final Look look;
  private boolean isLineOpen;

  /**
   * What there is to write on; the script that starts the command has looked, as the JVM can't.
   *
   * @param columns how wide the terminal is; empty where stdout is no terminal
   * @param hasColour whether stdout takes colours
   * @param isLive whether stderr is a terminal, on which a line can be written anew
   */
  record Look(OptionalInt columns, boolean hasColour, boolean isLive) {
    static final Look NO_TERMINAL = new Look(OptionalInt.empty(), false, false);

    /** Reads REVEILLE_COLUMNS, REVEILLE_LIVE, NO_COLOR (no-color.org) and TERM. */
    static Look from(Environment environment) {
      OptionalInt columns =
          environment
              .get("REVEILLE_COLUMNS")
              .filter(text -> text.matches("[1-9]\\d{0,3}"))
              .map(text -> OptionalInt.of(Integer.parseInt(text)))
              .orElse(OptionalInt.empty());
      boolean isDumb = environment.get("TERM").filter("dumb"::equals).isPresent();
      boolean hasColour = columns.isPresent() && !isDumb && environment.get("NO_COLOR").isEmpty();
      return new Look(columns, hasColour, !isDumb && environment.get("REVEILLE_LIVE").isPresent());
    }
  }

  Screen(PrintStream out, PrintStream err, Look look) {
    this.out = out;
    this.err = err;
    this.look = look;
  }

  OptionalInt columns() {
    return look.columns();
  }

  /** A line of the result, its parts one after the other. */
  void line(Cell... parts) {
    closeLine();
    StringBuilder line = new StringBuilder();
    for (Cell part : parts) {
      line.append(look.hasColour() ? part.tone().colour(part.text()) : part.text());
    }
    out.println(line.toString().stripTrailing());
  }

  void line(String text) {
    line(Cell.of(text));
  }

  void blank() {
    line("");
  }

  /** Something to know that is no result. */
  void note(String text) {
    closeLine();
    err.println(Cell.of(text).text());
  }

  /** How far it is: on a terminal in one line that is written anew, else line by line. */
  void progress(String text) {
    String safe = Cell.of(text).text();
    if (look.isLive()) {
      err.print(TO_LINE_START_AND_CLEAR + cut(safe));
      err.flush();
      isLineOpen = true;
    } else {
      err.println(safe);
    }
  }

  /**
   * JSON as the control service sent it, in a line. What it leaves as it is, and a terminal would
   * obey, is written in JSON's own way.
   */
  void json(String text) {
    closeLine();
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      boolean isHarmful =
          unit == 0x7f
              || (unit > 0x7f && Character.getType(unit) == Character.CONTROL)
              || Character.getType(unit) == Character.FORMAT;
      safe.append(isHarmful ? "\\u" + hex(unit) : String.valueOf(unit));
    }
    out.println(safe);
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  /** What is in the way of the next line. */
  private void closeLine() {
    if (isLineOpen) {
      err.print(TO_LINE_START_AND_CLEAR);
      err.flush();
      isLineOpen = false;
    }
  }

  /** A longer one would be broken, and only its last part be cleared. */
  private String cut(String text) {
    int most = look.columns().orElse(80) - 1;
    return text.length() <= most ? text : text.substring(0, Math.max(0, most - 1)) + "…";
  }

  /** Four digits; a formatter takes longer to load than the rest of the command. */
  private static String hex(char unit) {
    String digits = Integer.toHexString(unit);
    return "0".repeat(4 - digits.length()) + digits;
  }
}
