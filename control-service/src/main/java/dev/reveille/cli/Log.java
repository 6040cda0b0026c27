package dev.reveille.cli;

/** What one verb tells on stderr. */
record Log(Verb verb, Terminal terminal) implements Waking.Listener {
  /** The first line: the verb has begun. */
  void begin() {
    say("");
  }

  @Override
  public void say(String text) {
    terminal.log(verb.word(), text);
  }

  @Override
  public void error(String text) {
    say("ERROR: " + text);
  }
}
