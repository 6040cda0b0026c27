package dev.reveille.cli;

/** What one verb tells on stderr. */
record Log(Verb verb, Terminal terminal) {
  /** The first line: the verb has begun. */
  void begin() {
    say("");
  }

  void say(String text) {
    terminal.log(verb.word(), text);
  }

  void error(String text) {
    say("ERROR: " + text);
  }
}
