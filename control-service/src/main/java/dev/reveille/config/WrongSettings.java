package dev.reveille.config;

import java.util.List;

/** Settings that can't be used; the message has a line for each, for the person who set them. */
public final class WrongSettings extends RuntimeException {
  private final List<String> mistakes;

  public WrongSettings(List<String> mistakes) {
    super(
        "Nothing was started, because of wrong settings (see docs/reference/settings.md):\n  "
            + String.join("\n  ", mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** One line for each, beginning with the setting's name. */
  public List<String> mistakes() {
    return mistakes;
  }
}
