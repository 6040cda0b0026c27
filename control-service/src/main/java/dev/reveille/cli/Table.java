package dev.reveille.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows whose columns are aligned. On a terminal that is too narrow the widest columns are cut, and
 * the last one, which has sentences, goes on in further lines.
 */
final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST = 8;
  private static final int NARROWEST_SENTENCES = 20;

  private final List<List<Cell>> rows = new ArrayList<>();
  private final int columns;

  Table(String... headings) {
    columns = headings.length;
    List<Cell> row = new ArrayList<>();
    for (String heading : headings) {
      row.add(Cell.faint(heading));
    }
    rows.add(row);
  }

  void row(Cell... cells) {
    rows.add(List.of(cells));
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  void print(Screen screen) {
    int[] widths = widths(screen.columns().orElse(Integer.MAX_VALUE));
    for (List<Cell> row : rows) {
      List<String> sentences = wrapped(row.getLast().text(), widths[columns - 1]);
      for (int i = 0; i < sentences.size(); i++) {
        screen.line(line(row, i == 0, sentences.get(i), widths));
      }
    }
  }

  private Cell[] line(List<Cell> row, boolean isFirst, String last, int[] widths) {
    Cell[] parts = new Cell[columns * 2 - 1];
    for (int i = 0; i < columns - 1; i++) {
      Cell cell = isFirst ? row.get(i) : Cell.of("");
      String text = cut(cell.text(), widths[i]);
      parts[i * 2] = new Cell(text, text.isEmpty() ? Tone.PLAIN : cell.tone());
      parts[i * 2 + 1] =
          Cell.of(" ".repeat(widths[i] - text.codePointCount(0, text.length())) + GAP);
    }
    parts[columns * 2 - 2] = new Cell(last, last.isEmpty() ? Tone.PLAIN : row.getLast().tone());
    return parts;
  }

  private int[] widths(int available) {
    int[] widths = new int[columns];
    for (List<Cell> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).width());
      }
    }
    int others = GAP.length() * (columns - 1);
    for (int i = 0; i < columns - 1; i++) {
      others += widths[i];
    }
    int last = Math.min(widths[columns - 1], NARROWEST_SENTENCES);
    while (others + last > available && shrinkWidest(widths)) {
      others--;
    }
    widths[columns - 1] = Math.max(last, Math.min(widths[columns - 1], available - others));
    return widths;
  }

  /** The last one not; false where nothing can be taken any more. */
  private static boolean shrinkWidest(int[] widths) {
    int widest = 0;
    for (int i = 1; i < widths.length - 1; i++) {
      widest = widths[i] > widths[widest] ? i : widest;
    }
    if (widths[widest] <= NARROWEST) {
      return false;
    }
    widths[widest]--;
    return true;
  }

  private static String cut(String text, int width) {
    return text.codePointCount(0, text.length()) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
  }

  /** Broken between words; within one that is longer than a line. */
  private static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int blank = rest.lastIndexOf(' ', width);
      int end = blank > 0 ? blank : width;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).strip();
    }
    lines.add(rest);
    return lines;
  }
}
