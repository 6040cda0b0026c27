package dev.reveille.acceptance;

/** Keys without a letter, as WebDriver has them. */
final class Keyboard {
  static final String TAB = "\uE004";
  static final String ENTER = "\uE007";
  static final String ESCAPE = "\uE00C";
  static final String DOWN = "\uE015";

  private Keyboard() {}
}
