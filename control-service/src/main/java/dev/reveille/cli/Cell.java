package dev.reveille.cli;

/**
 * A text for people, in one line and without control characters: names, labels and log lines of
 * containers are whatever somebody wrote there, and a terminal would obey them.
 */
record Cell(String text, Tone tone) {
  Cell {
    text = harmless(text);
  }

  static Cell of(String text) {
    return new Cell(text, Tone.PLAIN);
  }

  static Cell strong(String text) {
    return new Cell(text, Tone.STRONG);
  }

  static Cell faint(String text) {
    return new Cell(text, Tone.FAINT);
  }

  int width() {
    return text.codePointCount(0, text.length());
  }

  /** White space becomes a blank, what can't be seen or turns the line around becomes {@code ?}. */
  private static String harmless(String text) {
    StringBuilder harmless = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (Character.isWhitespace(point)) {
                harmless.append(' ');
              } else {
                harmless.appendCodePoint(isVisible(point) ? point : '?');
              }
            });
    return harmless.toString();
  }

  private static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
