package dev.reveille.cli;

/** What a word is to be seen as; a colour, where the terminal has them. */
enum Tone {
  PLAIN(""),
  STRONG("1"),
  FAINT("2"),
  GOOD("32"),
  WARNING("33"),
  BAD("31");

  /** ECMA-48, Select Graphic Rendition. */
  private final String code;

  Tone(String code) {
    this.code = code;
  }

  String colour(String text) {
    return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
