package dev.reveille.cli;

/** A command line that can be read but makes no sense; the message says what to write. */
final class UsageWrong extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageWrong(String message) {
    super(message);
  }
}
